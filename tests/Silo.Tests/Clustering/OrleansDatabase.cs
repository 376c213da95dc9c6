using System.Globalization;
using Diary.Silo.Clustering;
using Diary.TestKit;
using Npgsql;

namespace Diary.Silo.Tests.Clustering;

/// <summary>A database with Orleans' schema; runs the statements that Orleans runs, by their keys.</summary>
public sealed class OrleansDatabase(PostgresServer server) : IAsyncLifetime
{
    private NpgsqlDataSource? _database;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        ConnectionString = OrleansSchema.ConnectionString(await server.CreateDatabase());
        await OrleansSchema.Apply(ConnectionString, CancellationToken.None);
        _database = NpgsqlDataSource.Create(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }

    /// <summary>All rows that the statement of that key returns, each by the names of its columns.</summary>
    public async Task<IReadOnlyList<Row>> Query(string key, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await _database!.OpenConnectionAsync();
        await using var find = new NpgsqlCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = $1", connection);
        find.Parameters.Add(new() { Value = key });
        var text = (string)(await find.ExecuteScalarAsync())!;

        await using var command = new NpgsqlCommand(text, connection);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Row>();
        while (await reader.ReadAsync())
        {
            rows.Add(new(Enumerable.Range(0, reader.FieldCount).ToDictionary(
                reader.GetName, i => reader.IsDBNull(i) ? null : reader.GetValue(i), StringComparer.OrdinalIgnoreCase)));
        }

        return rows;
    }

    /// <summary>The one number that the statement returns; null where it is null.</summary>
    public async Task<int?> Number(string key, params (string Name, object? Value)[] parameters) =>
        Assert.Single(await Query(key, parameters)).Columns.Values.Single() is { } value
            ? Convert.ToInt32(value, CultureInfo.InvariantCulture)
            : null;

    public sealed record Row(IReadOnlyDictionary<string, object?> Columns)
    {
        public object? this[string column] => Columns[column];
    }
}
