using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Events;
using Npgsql;

namespace Diary.Projections.Entries;

/// <summary>Reads sealed contents: the body from its event, the capsule's record from the vault, many in one statement.</summary>
public sealed class ContentReader(NpgsqlDataSource database)
{
    /// <summary>The contents that were sealed at these versions; what has no capsule any more is left out.</summary>
    public async Task<IReadOnlyDictionary<(EntryId Entry, int SealedAt), ContentRow>> Find(
        AccountId account, IReadOnlyCollection<(EntryId Entry, int SealedAt)> contents, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT k.entry_id, k.version, k.record, e.type, e.bdata
            FROM unnest($2::uuid[], $3::text[], $4::int[]) w(entry, stream, at)
            JOIN vault.entry_keys k ON k.account_id = $1 AND k.entry_id = w.entry AND k.version = w.at
            JOIN events.mt_events e ON e.tenant_id = $5 AND e.stream_id = w.stream AND e.version = w.at
            """,
            account.Value, contents.Select(c => c.Entry.Value).ToArray(), contents.Select(c => StreamKey.Of(c.Entry).Value).ToArray(),
            contents.Select(c => c.SealedAt).ToArray(), account.ToString());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<(EntryId, int), ContentRow>();
        while (await row.ReadAsync(cancellation))
        {
            var (body, index) = EventEncoding.Instance.Deserialize(EventNames.TypeOf(row.GetString(3)), row.GetFieldValue<byte[]>(4)) switch
            {
                EntryEvent.Written e => (e.Body, e.Index),
                EntryEvent.Imported e => (e.Body, e.Index),
                EntryEvent.Edited e => (e.Body, e.Index),
                var e => throw new InvalidDataException($"A {e.GetType().Name} event holds no body."),
            };
            found[(new EntryId(row.GetGuid(0)), row.GetInt32(1))] = new ContentRow(body, row.GetFieldValue<byte[]>(2), index.Tags);
        }

        return found;
    }
}
