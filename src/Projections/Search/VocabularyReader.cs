using Diary.Domain;
using Diary.Domain.Entries;
using Npgsql;

namespace Diary.Projections.Search;

/// <summary>Reads the sealed words of an account's vocabulary.</summary>
public sealed class VocabularyReader(NpgsqlDataSource database)
{
    private const string Columns = "SELECT v.quarter, v.token, v.terms, v.sealed_word FROM read.vocabulary v WHERE v.account_id = $1";

    /// <summary>Which of these words' tokens the vocabulary of a quarter has.</summary>
    public async Task<IReadOnlyCollection<Bytes>> Known(
        AccountId account, int quarter, IReadOnlyCollection<Bytes> tokens, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "SELECT token FROM read.vocabulary WHERE account_id = $1 AND quarter = $2 AND token = ANY ($3)",
            account.Value, quarter, tokens.Select(t => t.ToArrayUnsafe()).ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var known = new HashSet<Bytes>();
        while (await row.ReadAsync(cancellation))
        {
            known.Add(new Bytes(row.GetFieldValue<byte[]>(0)));
        }

        return known;
    }

    /// <summary>The words of one quarter; of quarter 0, what is known of the account as a whole.</summary>
    public Task<IReadOnlyList<VocabularyWord>> OfQuarter(AccountId account, int quarter, int limit, CancellationToken cancellation) =>
        Read(database.Command($"{Columns} AND v.quarter = $2 ORDER BY v.token LIMIT $3", account.Value, quarter, limit), cancellation);

    /// <summary>All words, those of the newest quarters first.</summary>
    public Task<IReadOnlyList<VocabularyWord>> Newest(AccountId account, int limit, CancellationToken cancellation) =>
        Read(database.Command($"{Columns} AND v.quarter > 0 ORDER BY v.quarter DESC LIMIT $2", account.Value, limit), cancellation);

    /// <summary>The words that entries brought which changed since a moment.</summary>
    public Task<IReadOnlyList<VocabularyWord>> Since(
        AccountId account, DateTimeOffset moment, int limit, CancellationToken cancellation) =>
        Read(
            database.Command(
                $"{Columns} AND v.quarter > 0 AND v.entry_id IN (SELECT e.entry_id FROM read.entries e WHERE e.account_id = $1 "
                + "AND e.deleted_at IS NULL AND e.updated_at >= $2 ORDER BY e.updated_at LIMIT $3) LIMIT $3",
                account.Value, moment, limit),
            cancellation);

    /// <summary>The words that an entry brought and that other entries have too: those to keep when it is purged.</summary>
    public Task<IReadOnlyList<VocabularyWord>> SharedBy(AccountId account, EntryId entry, CancellationToken cancellation) =>
        Read(
            database.Command(
                $"""
                {Columns} AND v.entry_id = $2 AND (v.terms = '' OR EXISTS (
                    SELECT FROM read.entry_terms t WHERE t.account_id = $1 AND t.entry_id <> $2 AND t.terms @@ format('''%s'' | ''%s''',
                        translate(encode(substring(v.terms FROM 1 FOR 9), 'base64'), '+/', '-_'),
                        translate(encode(substring(v.terms FROM 10), 'base64'), '+/', '-_'))::tsquery))
                """,
                account.Value, entry.Value),
            cancellation);

    private static async Task<IReadOnlyList<VocabularyWord>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
        {
            await using var row = await command.ExecuteReaderAsync(cancellation);
            var words = new List<VocabularyWord>();
            while (await row.ReadAsync(cancellation))
            {
                words.Add(new VocabularyWord(row.GetInt32(0), new Bytes(row.GetFieldValue<byte[]>(1)),
                    new Bytes(row.GetFieldValue<byte[]>(2)), new Bytes(row.GetFieldValue<byte[]>(3))));
            }

            return words;
        }
    }
}
