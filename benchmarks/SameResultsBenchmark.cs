using Diary.Search;
using Diary.TestKit;
using Npgsql;

namespace Diary.Benchmarks;

/// <summary>
/// Whether search over HTTP finds the very entries that PostgreSQL finds by the same stems: random queries of words, AND, OR, NOT and
/// phrases out of a real diary, read as <see cref="DiarySearchBenchmark"/> reads it.
/// </summary>
internal static class SameResultsBenchmark
{
    private const int Entries = 1_000;
    private const int Queries = 1_000;
    private const int Listed = 500; // the newest of them are opened

    private const string Query = "query ($query: String!, $after: String) { search(query: $query, first: 50, after: $after) { "
        + "totalCount totalIsLowerBound nodes { id } pageInfo { hasNextPage endCursor } } }";

    public static async Task Run()
    {
        if (Environment.GetEnvironmentVariable("DIARY_CORPUS") is not { } corpus || !File.Exists(corpus))
        {
            Console.WriteLine("DIARY_CORPUS names no file: nothing to search in.");
            return;
        }

        var texts = DiarySearchBenchmark.Read(corpus, 1).Take(Entries).Select(t => (Id: Guid.CreateVersion7(), t.Date, t.Text)).ToList();
        await using var postgres = await OwnPostgres.Start();
        using var folder = new TemporaryFolder("same");
        await using var silo = await SiloProcess.Start(folder.Path, ("ConnectionStrings:Diary", postgres.ConnectionString));
        using var client = silo.Client();
        await client.SignUp();
        await client.Data("mutation { updateSettings(input: { language: \"en\" }) { problems { code } } }");
        foreach (var some in texts.Chunk(32))
        {
            await Task.WhenAll(some.Select(t => client.CreateEntry(t.Id, new { body = t.Text }, $"{t.Date:yyyy-MM-dd}")));
        }

        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        var vectors = new TextVectors([Language.English]);
        await Store(database, [.. texts.Select(t => t.Id)], [.. texts.Select(t => vectors.VectorOf(t.Text))]);
        await Compare(client, database, vectors, [.. texts.Select(t => t.Text)]);
    }

    private static async Task Compare(DiaryClient client, NpgsqlDataSource database, TextVectors vectors, string[] texts)
    {
        var random = new Random(4711);
        var (same, other, cut, found) = (0, 0, 0, 0L);
        while (same + other + cut < Queries)
        {
            var written = Written(random, texts);
            var query = vectors.QueryOf(SearchQuery.Parse(written));
            if (query.Length == 0 || query.StartsWith('!'))
            {
                continue; // stop words alone, or nothing that must be there
            }

            var theirs = await Find(database, query);
            var (ours, isCut) = await Find(client, written);
            _ = isCut ? cut++ : ours.SetEquals(theirs) ? same++ : other++;
            found += theirs.Count;
            if (!isCut && !ours.SetEquals(theirs) && other <= 5)
            {
                Console.WriteLine($"other: {written} as {query}: {ours.Count} and {theirs.Count}");
            }
        }

        Console.WriteLine($"{Queries} random queries in {texts.Length} entries: the same entries {same} times, others {other} times, "
            + $"cut at 500 {cut} times; {(double)found / Queries:F1} entries a query");
    }

    private static string Written(Random random, string[] texts)
    {
        string[] words = [.. Words.Of(texts[random.Next(texts.Length)]).Select(w => w.Folded)];
        var at = random.Next(Math.Max(1, words.Length - 3));
        string Some() => words[random.Next(words.Length)];
        return words.Length < 4 ? "garden" : random.Next(5) switch
        {
            0 => Some(),
            1 => $"{Some()} {Some()}",
            2 => $"{Some()} or {Some()}",
            3 => $"{Some()} -{Some()}",
            _ => $"\"{string.Join(' ', words[at..(at + random.Next(2, 4))])}\"",
        };
    }

    private static async Task<(HashSet<Guid> Entries, bool IsCut)> Find(DiaryClient client, string query)
    {
        var found = new HashSet<Guid>();
        for (string? after = null; ;)
        {
            var page = (await client.Data(Query, new { query, after })).GetProperty("search");
            found.UnionWith(page.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetGuid()));
            if (page.GetProperty("totalIsLowerBound").GetBoolean() || page.GetProperty("totalCount").GetInt32() > Listed)
            {
                return (found, true);
            }

            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
            {
                return (found, false);
            }

            after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
    }

    private static async Task<HashSet<Guid>> Find(NpgsqlDataSource database, string query)
    {
        await using var command = database.CreateCommand("SELECT id FROM same WHERE words @@ $1::tsquery");
        command.Parameters.Add(new NpgsqlParameter { Value = query });
        await using var row = await command.ExecuteReaderAsync();
        var found = new HashSet<Guid>();
        while (await row.ReadAsync())
        {
            found.Add(row.GetGuid(0));
        }

        return found;
    }

    private static async Task Store(NpgsqlDataSource database, Guid[] ids, string[] vectors)
    {
        await using var create = database.CreateCommand("CREATE TABLE same (id uuid PRIMARY KEY, words tsvector NOT NULL)");
        await create.ExecuteNonQueryAsync();
        await using var insert = database.CreateCommand("INSERT INTO same SELECT i, v::tsvector FROM unnest($1, $2) g(i, v)");
        insert.Parameters.Add(new NpgsqlParameter { Value = ids });
        insert.Parameters.Add(new NpgsqlParameter { Value = vectors });
        await insert.ExecuteNonQueryAsync();
    }
}
