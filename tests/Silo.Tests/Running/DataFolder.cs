using System.Globalization;
using Npgsql;

namespace Diary.Silo.Tests.Running;

/// <summary>What lies in a silo's data folder.</summary>
internal static class DataFolder
{
    /// <summary>Opens the database of the silo that runs on a folder; without a pool.</summary>
    public static async Task<string> ConnectionString(string folder) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = int.Parse(await Read(folder, "postgres.port"), CultureInfo.InvariantCulture),
        Username = "diary",
        Database = "diary",
        Password = await Read(folder, "postgres.password"),
        Pooling = false,
    }.ConnectionString;

    /// <summary>A file of one line.</summary>
    public static async Task<string> Read(string folder, string file) =>
        (await File.ReadAllTextAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken)).Trim();
}
