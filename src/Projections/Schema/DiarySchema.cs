using System.Reflection;
using Marten;
using Npgsql;

namespace Diary.Projections.Schema;

/// <summary>Makes the tables: Marten's, the vault's and the read models'. Repeatable, and safe for many silos at once.</summary>
public static class DiarySchema
{
    private const long LockKey = 0x44_49_41_52_59_01; // "DIARY", 1

    /// <summary>Applies whatever is missing, under one advisory lock.</summary>
    public static async Task Apply(NpgsqlDataSource database, IDocumentStore store, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await Run(connection, $"SELECT pg_advisory_lock({LockKey})", cancellation);
        try
        {
            await Run(connection, await Script("Diary.sql"), cancellation);
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(JasperFx.AutoCreate.CreateOrUpdate);
            await Run(connection, await Script("Events.sql"), cancellation);
            await ApplyReadModels(connection, ReadModelProjection.Live, cancellation);
        }
        finally
        {
            await Run(connection, $"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>Makes the read models' tables in <paramref name="schema"/>.</summary>
    internal static async Task ApplyReadModels(NpgsqlConnection connection, string schema, CancellationToken cancellation) =>
        await Run(connection, (await Script("ReadModels.sql")).Replace("{schema}", schema, StringComparison.Ordinal), cancellation);

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // our own scripts, from our own assembly
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 }; // another silo may migrate for minutes
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<string> Script(string name)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Diary.Projections.Schema.{name}")
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
