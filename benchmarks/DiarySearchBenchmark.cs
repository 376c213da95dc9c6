using System.Diagnostics;
using System.Text.Json;
using Diary.TestKit;
using Npgsql;

namespace Diary.Benchmarks;

/// <summary>
/// Search over HTTP in a real diary, beside plain <c>tsvector</c> search of the same texts by bare SQL in the same run. The diary is read
/// from DIARY_CORPUS, a JSON list of <c>{date, text}</c>, as many times over as DIARY_COPIES says.
/// </summary>
internal static class DiarySearchBenchmark
{
    private const int Connections = 32;
    private const int Top = 20;

    private const string Search =
        "query ($query: String!, $filter: EntryFilter) { search(query: $query, filter: $filter) { edges { score snippet node { id } } } }";

    private static readonly object Always = new { };
    private static readonly object OneYear = new { from = "1664-01-01", to = "1664-12-31" };

    private static readonly (string Name, string Query, string Plain, object Filter)[] Queries =
    [
        ("one rare word", "comet", "comet", Always),
        ("one common word", "office", "office", Always),
        ("two words", "coach rain", "coach rain", Always),
        ("phrase of common words", "\"home to dinner\"", "\"home to dinner\"", Always),
        ("prefix", "parl*", "parliament", Always),
        ("typo", "parlaiment", "parliament", Always),
        ("a word of one year", "office", "office", OneYear),
        ("without a word", "coach -rain", "coach -rain", Always),
    ];

    public static async Task Run()
    {
        if (Environment.GetEnvironmentVariable("DIARY_CORPUS") is not { } corpus || !File.Exists(corpus))
        {
            Console.WriteLine("DIARY_CORPUS names no file: nothing to search in.");
            return;
        }

        var copies = int.TryParse(Environment.GetEnvironmentVariable("DIARY_COPIES"), out var times) ? times : 1;
        var texts = Read(corpus, copies);
        await using var postgres = await OwnPostgres.Start();
        using var folder = new TemporaryFolder("diary-search");
        await using var silo = await SiloProcess.Start(folder.Path, ("ConnectionStrings:Diary", postgres.ConnectionString));
        using var client = silo.Client();
        await client.SignUp();
        await Import(silo.Url, client.AccessToken, texts);
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await Measure(silo, client, database, texts);
        await Depth(client, texts.Count);
    }

    /// <summary>Searches in a diary of these texts, beside plain search in the same database.</summary>
    internal static async Task Measure(
        SiloProcess silo, DiaryClient client, NpgsqlDataSource database, List<(DateOnly Date, string Text)> texts)
    {
        await Plain(database, texts);
        await Sizes(database, texts);
        await Measure(silo, client, database);
    }

    /// <summary>The texts of a corpus, as many times over as said.</summary>
    internal static List<(DateOnly Date, string Text)> Read(string corpus, int copies)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(corpus));
        var day = new DateOnly(1660, 1, 1);
        var once = new List<(DateOnly, string)>();
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            day = entry.GetProperty("date").ValueKind == JsonValueKind.String
                && DateOnly.TryParse(entry.GetProperty("date").GetString(), out var date) ? date : day.AddDays(1);
            once.Add((day, entry.GetProperty("text").GetString()!));
        }

        return [.. Enumerable.Repeat(once, copies).SelectMany(o => o)];
    }

    private static async Task Import(Uri url, string token, List<(DateOnly Date, string Text)> texts)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(texts, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (entry, cancellation) =>
        {
            var input = new { id = Guid.CreateVersion7(), entryDate = entry.Date, content = new { plain = new { body = entry.Text } } };
            using var content = new StringContent(
                Requests.Of("mutation ($input: CreateEntryInput!) { createEntry(input: $input) { problems { code } } }", new { input }),
                System.Text.Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(url, content, cancellation);
            response.EnsureSuccessStatusCode();
        });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"{texts.Count} entries written in {seconds:F0} s, {texts.Count / seconds:F0} a second");
    }

    private static async Task Plain(NpgsqlDataSource database, List<(DateOnly Date, string Text)> texts)
    {
        await Execute(database, "CREATE TABLE plain (account uuid, day date, id bigserial, body text, words tsvector)");
        await using (var connection = await database.OpenConnectionAsync())
        {
            await using var writer = await connection.BeginBinaryImportAsync("COPY plain (account, day, body) FROM STDIN (FORMAT BINARY)");
            foreach (var (date, text) in texts)
            {
                await writer.WriteRowAsync(default, Guid.Empty, date, text.Replace("\0", "", StringComparison.Ordinal));
            }

            await writer.CompleteAsync();
        }

        await Execute(database, "UPDATE plain SET words = to_tsvector('english', body)");
        await Execute(database, "CREATE INDEX ON plain USING gin (account, words)");
        await Execute(database, "VACUUM ANALYZE");
    }

    private static async Task Sizes(NpgsqlDataSource database, List<(DateOnly Date, string Text)> texts)
    {
        var words = texts.Sum(t => (long)Diary.Search.Words.Count(t.Text));
        await using var command = database.CreateCommand(
            "SELECT pg_total_relation_size('read.entry_terms'), pg_total_relation_size('read.vocabulary')");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        Console.WriteLine($"{words} words; terms {(double)row.GetInt64(0) / words:F1} bytes a word, "
            + $"vocabulary {(double)row.GetInt64(1) / words:F1}");
    }

    private static async Task Measure(SiloProcess silo, DiaryClient client, NpgsqlDataSource database)
    {
        foreach (var (name, query, plain, filter) in Queries)
        {
            var variables = new { query, filter };
            var body = await client.Data(Search, variables); // also opens the vocabulary where it is needed
            var hits = body.GetProperty("search").GetProperty("edges").GetArrayLength();
            for (var i = 0; i < 20; i++)
            {
                await client.Data(Search, variables);
                await Bare(database, plain, filter == OneYear);
            }

            var (blind, bare) = (new List<double>(), new List<double>());
            for (var i = 0; i < 100; i++)
            {
                blind.Add(await Quantiles.Time(() => client.Data(Search, variables)));
                bare.Add(await Quantiles.Time(() => Bare(database, plain, filter == OneYear)));
            }

            var (ours, theirs) = (new Quantiles(blind), new Quantiles(bare));
            Console.WriteLine($"{name,-24} {ours}; {hits} shown; bare SQL {theirs}; ratio of p50 {ours.P50 / theirs.P50:F1}");
        }

        using var server = Process.GetProcessById(silo.Id);
        foreach (var (name, query, _, filter) in Queries)
        {
            await new LoadClient(silo.Url, client.AccessToken, server).Measure(
                $"{name}, 32 users", Connections, TimeSpan.FromSeconds(8), () => Requests.Of(Search, new { query, filter }));
        }
    }

    /// <summary>The newest 500 that match, the best twenty of them with a headline: what the product does, with nothing to hide.</summary>
    private static async Task Bare(NpgsqlDataSource database, string query, bool isYear)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT id, rank, ts_headline('english', body, q) FROM (
                SELECT id, body, q, ts_rank_cd(words, q) AS rank FROM (
                    SELECT id, body, words, q FROM plain, websearch_to_tsquery('english', $1) q
                    WHERE account = '{Guid.Empty}' AND words @@ q {(isYear ? "AND day BETWEEN '1664-01-01' AND '1664-12-31'" : "")}
                    ORDER BY day DESC LIMIT 500) newest
                ORDER BY rank DESC LIMIT {Top}) best
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = query });
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            _ = row.GetString(2);
        }
    }

    /// <summary>A page at the beginning of the list, and one at its end.</summary>
    internal static async Task Depth(DiaryClient client, int entries)
    {
        foreach (var (name, size) in new[] { ("entries", 100), ("changes", 1000) })
        {
            var fields = name == "entries" ? "nodes { id version }" : "edges { node { entryId version } }";
            var query = "query ($after: String, $first: Int) { "
                + $"{name}(first: $first, after: $after) {{ {fields} pageInfo {{ endCursor }} }} }}";
            string? first = null, after = null;
            for (var depth = 0; depth + (2 * size) <= entries; depth += size)
            {
                after = (await client.Data(query, new { first = size, after })).GetProperty(name).GetProperty("pageInfo")
                    .GetProperty("endCursor").GetString();
                first ??= after;
            }

            var (shallow, deep) = (new List<double>(), new List<double>());
            for (var i = 0; i < 100; i++)
            {
                shallow.Add(await Quantiles.Time(() => client.Data(query, new { first = 50, after = first })));
                deep.Add(await Quantiles.Time(() => client.Data(query, new { first = 50, after })));
            }

            var (near, far) = (new Quantiles(shallow), new Quantiles(deep));
            Console.WriteLine($"{name} at depth {size}: {near}; at {entries - (2 * size)}: {far}; ratio {far.P50 / near.P50:F2}");
        }
    }

    private static async Task Execute(NpgsqlDataSource database, string sql)
    {
#pragma warning disable CA2100 // constants of this file
        await using var command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
