using Npgsql;

namespace Diary.Projections;

/// <summary>How the diary talks to its database.</summary>
public static class Database
{
    /// <summary>
    /// How long a caller should wait where the database is away: one that restarts is back in a few seconds, and clients that all waited
    /// longer would come back together.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether the database did not answer, or not now, whatever the failure is wrapped in: nothing is wrong with what was asked, and a
    /// retry heals it. Whether a commit that met it took place is another question.
    /// </summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        // It is stopping, starting, or out of something; Npgsql's own list also has deadlocks and failed serializations.
        PostgresException e => e.IsTransient || e.SqlState.StartsWith("08", StringComparison.Ordinal)
            || e.SqlState.StartsWith("53", StringComparison.Ordinal) || e.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException => true,
        _ => exception.InnerException is { } inner && IsAway(inner),
    };

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
