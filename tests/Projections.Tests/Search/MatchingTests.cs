using Diary.Search;
using Diary.TestKit;
using Npgsql;

namespace Diary.Projections.Tests.Search;

/// <summary>PostgreSQL's text search is the reference: on the same stems it must find the same texts as ours.</summary>
public sealed class MatchingTests(PostgresServer server)
{
    private const int Texts = 300;
    private const int Queries = 200;

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.English, Language.German)]
    public async Task A_query_finds_what_postgres_finds_with_the_same_stems(params Language[] languages)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(20_240);
        var vectors = new TextVectors(languages);
        var texts = Enumerable.Range(0, Texts).Select(_ => RandomText.Body(random)).ToArray();
        await using var database = NpgsqlDataSource.Create(await server.CreateDatabase());
        await Store(database, [.. texts.Select(vectors.VectorOf)], cancellation);

        var (some, none) = (0, 0);
        for (var i = 0; i < Queries; i++)
        {
            var written = RandomText.Query(random);
            var query = SearchQuery.Parse(written);
            var matcher = new TextMatcher(query, languages);
            var ours = Enumerable.Range(0, Texts).Where(at => matcher.Match(new SearchText(null, texts[at])).Satisfies);

            var theirs = await Find(database, vectors.QueryOf(query), cancellation);

            Assert.True(theirs.SequenceEqual(ours), $"{written} as {vectors.QueryOf(query)}");
            _ = theirs.Count is 0 or Texts ? none++ : some++;
        }

        // Queries that find everything or nothing prove little.
        Assert.True(some > 2 * none, $"{some} told texts apart, {none} did not");
    }

    private static async Task Store(NpgsqlDataSource database, string[] vectors, CancellationToken cancellation)
    {
        await using var create = database.CreateCommand("CREATE TABLE texts (id int PRIMARY KEY, words tsvector NOT NULL)");
        await create.ExecuteNonQueryAsync(cancellation);
        await using var insert = database.CreateCommand(
            "INSERT INTO texts SELECT ordinal - 1, vector::tsvector FROM unnest($1) WITH ORDINALITY AS given (vector, ordinal)");
        insert.Parameters.Add(new NpgsqlParameter { Value = vectors });
        await insert.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<List<int>> Find(NpgsqlDataSource database, string query, CancellationToken cancellation)
    {
        await using var find = database.CreateCommand("SELECT id FROM texts WHERE words @@ $1::tsquery ORDER BY id");
        find.Parameters.Add(new NpgsqlParameter { Value = query });
        await using var row = await find.ExecuteReaderAsync(cancellation);
        var found = new List<int>();
        while (await row.ReadAsync(cancellation))
            found.Add(row.GetInt32(0));
        return found;
    }
}
