using Npgsql;

namespace Diary.Silo.Clustering;

/// <summary>
/// The tables, functions and statements of Orleans' ADO.NET providers, in the schema <c>orleans</c> of the diary's database.
/// </summary>
/// <remarks>Orleans is configured with <see cref="ConnectionString"/> and <see cref="Invariant"/>.</remarks>
public static class OrleansSchema
{
    /// <summary>The provider's name, which Orleans loads Npgsql by.</summary>
    public const string Invariant = "Npgsql";

    private const string Script = "OrleansSchema.sql";

    // Any number that nothing else locks in this database.
    private const long AdvisoryLock = 0x4F726C65616E73;

    /// <summary>The same database, seen as Orleans must see it.</summary>
    /// <remarks>
    /// Its providers name their table of statements without a schema, hence the search path; and send times without a zone, which
    /// are UTC. The pool is their own and small: membership, reminders and grain state are a trickle beside the diary's traffic.
    /// </remarks>
    public static string ConnectionString(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        SearchPath = "orleans",
        Timezone = "UTC",
        MaxPoolSize = 16,
    }.ConnectionString;

    /// <summary>Makes what is missing and renews what is outdated, in one transaction. Any number of silos may do so at once.</summary>
    public static async Task Apply(string connectionString, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        await using var alone = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection, transaction);
        alone.Parameters.Add(new() { Value = AdvisoryLock });
        await alone.ExecuteNonQueryAsync(cancel);

        await using var script = new NpgsqlCommand(await Read(cancel), connection, transaction);
        await script.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task<string> Read(CancellationToken cancel)
    {
        await using var resource = typeof(OrleansSchema).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"{Script} is not in the assembly");
        using var reader = new StreamReader(resource);
        return await reader.ReadToEndAsync(cancel);
    }
}
