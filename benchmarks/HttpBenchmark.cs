using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Diary.Benchmarks;

/// <summary>The product as its users meet it: a server process of its own, asked over HTTP from this one.</summary>
internal static class HttpBenchmark
{
    private const int Connections = 32;
    private const int Entries = 10_000;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public static async Task Run()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"diary-http-{Environment.ProcessId}");
        var start = Stopwatch.GetTimestamp();
        using var server = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Diary.Silo.dll")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["Diary__Data"] = folder, ["Diary__Url"] = "http://127.0.0.1:5099", ["Diary__RequestsPerMinute"] = "1000000" },
        })!;
        try
        {
            string? line;
            do
            {
                line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
            }
            while (!line.StartsWith("Personal Diary is ready", StringComparison.Ordinal));
            Console.WriteLine($"{line} after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, on a new data folder");
            await Measure(new Uri("http://127.0.0.1:5099/graphql"), server);
            server.Refresh();
            Console.WriteLine($"server: {server.WorkingSet64 >> 20} MiB, {server.TotalProcessorTime.TotalSeconds:F0} s of CPU");
        }
        finally
        {
            Process.Start("kill", ["-INT", $"{server.Id}"]).WaitForExit();
            await server.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Measure(Uri url, Process server)
    {
        var token = await SignUp(url);
        var client = new LoadClient(url, token, server);
        var ids = new List<Guid>();
        var body = new string('x', 1024 - 48);
        await Fill(url, token, ids, body);

        await client.Measure($"entries(first: 20) of {Entries}", Connections, Period, () =>
            Request("{ entries(first: 20) { pageInfo { hasNextPage endCursor } nodes { id version entryDate tags { name } "
                + "content { ... on PlainContent { title body } } } } }"));
        await client.Measure("entry(id)", Connections, Period, () =>
            Request("query ($id: ID!) { entry(id: $id) { id version entryDate content { ... on PlainContent { title body } } } }",
                $$"""{"id":"{{ids[Random.Shared.Next(ids.Count)]}}"}"""));
        await client.Measure("createEntry, 1 KiB", Connections, Period, () => Create(Guid.CreateVersion7(), body));
    }

    private static async Task Fill(Uri url, string token, List<Guid> ids, string body)
    {
        ids.AddRange(Enumerable.Range(0, Entries).Select(_ => Guid.CreateVersion7()));
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (id, cancellation) =>
        {
            using var content = new StringContent(Create(id, body), System.Text.Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(url, content, cancellation);
            response.EnsureSuccessStatusCode();
        });
    }

    private static string Create(Guid id, string body) => Request(
        "mutation ($input: CreateEntryInput!) { createEntry(input: $input) { entry { id version } problems { code } } }",
        JsonSerializer.Serialize(new
        {
            input = new
            {
                id,
                entryDate = new DateOnly(2026, Random.Shared.Next(1, 13), Random.Shared.Next(1, 29)),
                content = new { plain = new { title = "A day", body, tags = new[] { "home" } } },
            },
        }));

    private static string Request(string query, string variables = "{}") =>
        $$"""{"query":{{JsonSerializer.Serialize(query)}},"variables":{{variables}}}""";

    private static async Task<string> SignUp(Uri url)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsJsonAsync(url, new
        {
            query = "mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken } problems { message } } }",
            variables = new
            {
                input = new
                {
                    email = "load@example.org",
                    tier = "UCE",
                    credential = new { password = "correct horse battery staple" },
                    device = "load",
                },
            },
        });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.GetProperty("data").GetProperty("signUp").GetProperty("session").GetProperty("accessToken").GetString()!;
    }
}
