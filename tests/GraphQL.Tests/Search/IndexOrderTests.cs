using Diary.Domain;
using Npgsql;

namespace Diary.GraphQL.Tests.Search;

/// <summary>The parts that the known-plaintext attack must not have: the order of words, and one key for several quarters.</summary>
public sealed class IndexOrderTests(DiaryFixture diary)
{
    private const string Body = "Zebras yawn while violets under tall silver rowans quietly perfume our northern meadows, "
        + "lulling kind jays into heavy golden forest evenings.";

    [Fact]
    public async Task Words_and_terms_are_kept_in_an_order_that_is_not_that_of_the_text()
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { title = "Dusk calls bears", body = Body }, "2026-01-01");
        const string written =
            "SELECT token, split_part(ctid::text, ',', 1) FROM read.vocabulary WHERE entry_id = $1 AND quarter > 0 ORDER BY ctid";
        var words = await Rows(written, id, row => (Token: Token(row), Page: row.GetString(1)));
        Assert.True(words.Count > 15);
        // A page that is full is followed by any that has room.
        Assert.All(words.GroupBy(w => w.Page, w => w.Token), page => Assert.Equal(page.Order(StringComparer.Ordinal), page));
        var indexed = IndexedDiary.Of([new DatedText(new DateOnly(2026, 1, 1), "Dusk calls bears", Body)]).Entries[0];
        Assert.True(indexed.Terms.Count > 15);
        Assert.Equal(Hex(indexed.Terms).Order(StringComparer.Ordinal), Hex(indexed.Terms));
    }

    [Fact]
    public async Task A_word_has_another_token_in_every_quarter()
    {
        using var client = await diary.SignUp();
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await client.CreateEntry(one, new { body = Body }, "2026-03-31");
        await client.CreateEntry(other, new { body = Body }, "2026-04-01");
        foreach (var column in new[] { "token", "terms" })
        {
            var query = $"SELECT {column} FROM read.vocabulary WHERE entry_id = $1 AND quarter > 0";
            var (early, late) = (await Tokens(query, one), await Tokens(query, other));
            Assert.True(early.Count > 15 && early.Count == late.Count);
            Assert.Empty(early.Intersect(late));
        }

        const string terms = "SELECT convert_to(t.lexeme, 'UTF8') FROM read.entry_terms e, unnest(e.terms) t WHERE e.entry_id = $1";
        Assert.Empty((await Tokens(terms, one)).Intersect(await Tokens(terms, other)));
    }

    private static IEnumerable<string> Hex(IEnumerable<Bytes> tokens) => tokens.Select(t => Convert.ToHexString(t.Span));

    private static string Token(NpgsqlDataReader row) => Convert.ToHexString(row.GetFieldValue<byte[]>(0));

    private Task<List<string>> Tokens(string query, Guid entry) => Rows(query, entry, Token);

    private async Task<List<T>> Rows<T>(string query, Guid entry, Func<NpgsqlDataReader, T> read)
    {
        await using var database = NpgsqlDataSource.Create(diary.Server.ConnectionString);
        await using var command = database.CreateCommand(query);
        command.Parameters.AddWithValue(entry);
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<T>();
        while (await row.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(read(row));
        }

        return rows;
    }
}
