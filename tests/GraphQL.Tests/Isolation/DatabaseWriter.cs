using Diary.TestKit;
using Npgsql;

namespace Diary.GraphQL.Tests.Isolation;

/// <summary>Who can write to the database past the product, and has no key.</summary>
internal sealed class DatabaseWriter(DiaryServer server) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(server.ConnectionString);

    /// <summary>Runs statements as they are, with no constraint between tables in the way.</summary>
    public async Task Execute(string sql)
    {
        await using var command = _database.CreateCommand($"SET session_replication_role = replica; {sql}; RESET session_replication_role");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Puts the bytes of each cell into the other.</summary>
    public async Task Swap(Cell one, Cell other)
    {
        var (first, second) = (await Read(one), await Read(other));
        Assert.NotEqual(first, second);
        await Write(one, second);
        await Write(other, first);
    }

    /// <summary>Turns the lowest bit of a byte around.</summary>
    public async Task Flip(Cell cell, Index at)
    {
        var bytes = await Read(cell);
        bytes[at] ^= 1;
        await Write(cell, bytes);
    }

    /// <summary>What lies in a cell.</summary>
    public async Task<byte[]> Read(Cell cell)
    {
        await using var command = _database.CreateCommand($"SELECT {cell.Column} FROM {cell.Table} WHERE {cell.Where}");
        return Assert.IsType<byte[]>(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>All key slots of a kind of an account, the oldest first.</summary>
    public async Task<IReadOnlyList<Cell>> Slots(Guid account, int kind)
    {
        await using var command = _database.CreateCommand(
            $"SELECT slot_id, generation FROM vault.key_slots WHERE account_id = '{account}' AND kind = {kind} ORDER BY 1, 2");
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var slots = new List<Cell>();
        while (await row.ReadAsync(TestContext.Current.CancellationToken))
        {
            slots.Add(new Cell("vault.key_slots", "record",
                $"account_id = '{account}' AND kind = {kind} AND slot_id = '{row.GetGuid(0)}' AND generation = {row.GetInt32(1)}"));
        }

        return slots;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task Write(Cell cell, byte[] bytes)
    {
        await using var command = _database.CreateCommand($"UPDATE {cell.Table} SET {cell.Column} = $1 WHERE {cell.Where}");
        command.Parameters.Add(new() { Value = bytes });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}

/// <summary>One value of one row.</summary>
internal sealed record Cell(string Table, string Column, string Where)
{
    /// <summary>The event that holds a version's body.</summary>
    public static Cell Event(Guid account, Guid entry, int version) =>
        new("events.mt_events", "bdata", $"tenant_id = '{account}' AND stream_id = '{entry}' AND version = {version}");

    /// <summary>The capsule of a version.</summary>
    public static Cell Capsule(Guid account, Guid entry, int version) =>
        new("vault.entry_keys", "record", $"account_id = '{account}' AND entry_id = '{entry}' AND version = {version}");
}
