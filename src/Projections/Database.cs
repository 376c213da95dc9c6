using Npgsql;

namespace Diary.Projections;

/// <summary>How the diary talks to its database.</summary>
public static class Database
{
    /// <summary>A pool of connections. Parameters are never logged, and statements that repeat are prepared.</summary>
    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            IncludeErrorDetail = false,
            LogParameters = false,
            IncludeFailedBatchedCommand = true, // a replay must name the event that does not fit
        };
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 100;
        }

        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
