using Diary.Domain;
using Diary.Projections.Events;
using Npgsql;

namespace Diary.Projections.Rebuild;

/// <summary>An event as it lies in the table, not decoded.</summary>
internal sealed record StoredEvent(long Number, string Tenant, string Stream, int Version, string Type, byte[] Data)
{
    /// <summary>Where it is, for the operator: ids only.</summary>
    public string Place => $"{Tenant}/{Stream}/{Version}";
}

/// <summary>
/// Brings stored events, in the order in which they were numbered, into the tables of a schema. An event's number follows those of the
/// events before it in its stream.
/// </summary>
internal sealed class EventReplay(NpgsqlConnection connection, string schema, IReadOnlyCollection<ReadModel> models)
{
    private const int BatchSize = 500;

    /// <summary>Marten fills numbers that a failed append drew with these.</summary>
    internal const string Tombstone = "tombstone";

    private readonly ReadModelProjection _projection = new(schema);

    // What is not known here is no other model's: to pass over it would lose what a newer version wrote.
    private readonly string[] _others = [Tombstone, .. ReadModel.All.Except(models).SelectMany(m => m.EventNames)];

    /// <summary>
    /// The next events with a number above <paramref name="after"/> and up to <paramref name="upTo"/>, a bounded batch; empty at the end.
    /// </summary>
    public async Task<IReadOnlyList<StoredEvent>> Read(long after, long upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT seq_id, tenant_id, stream_id, version, type, bdata FROM {EventStore.Schema}.mt_events
            WHERE seq_id > $1 AND seq_id <= $2 AND type <> ALL ($3) ORDER BY seq_id LIMIT {BatchSize}
            """, connection)
        { CommandTimeout = 0 };
        command.Parameters.Bind([after, upTo, _others]);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var events = new List<StoredEvent>();
        while (await row.ReadAsync(cancellation))
        {
            events.Add(new StoredEvent(row.GetInt64(0), row.GetString(1), row.GetString(2), checked((int)row.GetInt64(3)), row.GetString(4),
                row.IsDBNull(5) ? [] : row.GetFieldValue<byte[]>(5)));
        }

        return events;
    }

    /// <summary>Projects events, all of them or none.</summary>
    /// <exception cref="ReplayException">One cannot be decoded or projected.</exception>
    public async Task Apply(IReadOnlyCollection<StoredEvent> events, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var e in events)
        {
            batch.BatchCommands.Add(Command(e));
        }

        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState[..2] is "22" or "23")
        {
            var guilty = events.ElementAt(Math.Max(0, batch.BatchCommands.IndexOf((NpgsqlBatchCommand)e.BatchCommand!)));
            throw new ReplayException($"Event {guilty.Place} ({guilty.Type}) does not fit what came before it ({e.SqlState}).", guilty, e);
        }
    }

    private NpgsqlBatchCommand Command(StoredEvent stored)
    {
        var (sql, parameters) = Project(stored);
        var command = new NpgsqlBatchCommand(Sql.Numbered(sql));
        command.Parameters.Bind(parameters);
        return command;
    }

    private (string Sql, object[] Parameters) Project(StoredEvent stored)
    {
        try
        {
            var e = EventEncoding.Instance.Deserialize(EventNames.TypeOf(stored.Type), stored.Data);
            return _projection.For(new AccountId(Guid.ParseExact(stored.Tenant, "D")), new StreamKey(stored.Stream), stored.Version, e);
        }
        catch (Exception e) when (e is InvalidDataException or MessagePack.MessagePackSerializationException or KeyNotFoundException
            or FormatException or ArgumentException)
        {
            throw new ReplayException($"Event {stored.Place} ({stored.Type}) cannot be read.", stored, e);
        }
    }
}

/// <summary>An event that cannot be replayed. The message names it by its ids and holds nothing of it.</summary>
public sealed class ReplayException : Exception
{
    internal ReplayException(string message, StoredEvent @event, Exception inner) : base(message, inner) => Event = @event;

    internal StoredEvent Event { get; }
}
