using Diary.Domain;
using Diary.Domain.Facebook;
using Npgsql;

namespace Diary.Projections.Facebook;

/// <summary>Reads how publications stand.</summary>
public sealed class PublicationReader(NpgsqlDataSource database)
{
    /// <summary>The publications of some entries, the latest first.</summary>
    public async Task<IReadOnlyList<PublicationRow>> Of(
        AccountId account, IReadOnlyCollection<EntryId> entries, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT p.publication_id, p.entry_id, p.state, p.sealed_at <> e.sealed_at, p.changed_at FROM read.publications p
            JOIN read.entries e USING (account_id, entry_id)
            WHERE p.account_id = $1 AND p.entry_id = ANY ($2) ORDER BY p.changed_at DESC, p.publication_id
            """, account.Value, entries.Select(e => e.Value).ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<PublicationRow>();
        while (await row.ReadAsync(cancellation))
        {
            rows.Add(new PublicationRow(row.GetGuid(0), new EntryId(row.GetGuid(1)), (PublicationState)row.GetInt16(2), row.GetBoolean(3),
                row.GetFieldValue<DateTimeOffset>(4)));
        }

        return rows;
    }
}

/// <summary>How a publication stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Entry">What it is of.</param>
/// <param name="State">How it stands.</param>
/// <param name="IsOutdated">Whether the entry has another content since it was asked for.</param>
/// <param name="At">Since when.</param>
public sealed record PublicationRow(Guid Id, EntryId Entry, PublicationState State, bool IsOutdated, DateTimeOffset At);
