using Diary.Domain;
using Diary.Projections.Entries;
using Npgsql;

namespace Diary.Projections.Search;

/// <summary>
/// Reads which entries' texts are not indexed yet: they came sealed, or from before there was search, or to another quarter.
/// </summary>
public sealed class UnindexedReader(NpgsqlDataSource database)
{
    /// <summary>An entry, where its text is not indexed; else null.</summary>
    public async Task<EntryRow?> Find(AccountId account, EntryId entry, CancellationToken cancellation) =>
        (await EntryReader.Query(
            database,
            $"SELECT {EntryReader.Columns} FROM read.entries e WHERE e.account_id = $1 AND e.entry_id = $2 AND e.word_count IS NULL",
            [account.Value, entry.Value],
            cancellation)).SingleOrDefault();

    /// <summary>Some of them behind an id, in the order of ids.</summary>
    public Task<IReadOnlyList<EntryRow>> Page(AccountId account, EntryId after, int limit, CancellationToken cancellation) =>
        EntryReader.Query(
            database,
            $"SELECT {EntryReader.Columns} FROM read.entries e WHERE e.account_id = $1 AND e.word_count IS NULL AND e.entry_id > $2 "
                + "ORDER BY e.entry_id LIMIT $3",
            [account.Value, after.Value, limit],
            cancellation);
}
