using Diary.Domain;
using Diary.Projections.Events;
using Npgsql;

namespace Diary.Projections.Journal;

/// <summary>Reads streams by their owner.</summary>
public sealed class EventReader(NpgsqlDataSource database)
{
    /// <summary>The events of a stream in their order, all or up to a version; none where there is no stream.</summary>
    /// <typeparam name="TEvent">The union that the stream is of.</typeparam>
    public async Task<IReadOnlyList<TEvent>> Read<TEvent>(AccountId account, StreamKey stream, int? upTo, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT type, bdata FROM events.mt_events WHERE tenant_id = $1 AND stream_id = $2 AND version <= $3 ORDER BY version",
            account.ToString(), stream.Value, (long)(upTo ?? int.MaxValue));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var events = new List<TEvent>();
        while (await row.ReadAsync(cancellation))
        {
            events.Add((TEvent)EventEncoding.Instance.Deserialize(EventNames.TypeOf(row.GetString(0)), row.GetFieldValue<byte[]>(1)));
        }

        return events;
    }

    /// <summary>How many events a stream has; 0 where there is none.</summary>
    public async Task<int> Version(AccountId account, StreamKey stream)
    {
        await using var command = database.Command(
            "SELECT version FROM events.mt_streams WHERE tenant_id = $1 AND id = $2", account.ToString(), stream.Value);
        return (int)((long?)await command.ExecuteScalarAsync() ?? 0);
    }

    /// <summary>The id of the event that made a version; null where there is none.</summary>
    internal async Task<Guid?> EventId(AccountId account, StreamKey stream, int version)
    {
        await using var command = database.Command(
            "SELECT id FROM events.mt_events WHERE tenant_id = $1 AND stream_id = $2 AND version = $3",
            account.ToString(), stream.Value, (long)version);
        return (Guid?)await command.ExecuteScalarAsync();
    }
}
