using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Events;
using Npgsql;

namespace Diary.Projections.Entries;

/// <summary>Reads how an entry ended: the one event that stays of it.</summary>
public sealed class PurgeReader(NpgsqlDataSource database)
{
    /// <summary>The purge of an entry; null where it was never purged.</summary>
    public async Task<EntryEvent.Purged?> Find(AccountId account, EntryId entry, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT bdata FROM events.mt_events WHERE tenant_id = $1 AND stream_id = $2 AND type = $3 ORDER BY version DESC LIMIT 1",
            account.ToString(), StreamKey.Of(entry).Value, EventNames.All[typeof(EntryEvent.Purged)]);
        return await command.ExecuteScalarAsync(cancellation) is byte[] stored
            ? (EntryEvent.Purged)EventEncoding.Instance.Deserialize(typeof(EntryEvent.Purged), stored)
            : null;
    }
}
