using System.Diagnostics;
using Diary.TestKit;

namespace Diary.Benchmarks;

/// <summary>The product as its users meet it: a server process of its own, asked over HTTP from this one.</summary>
internal static class HttpBenchmark
{
    private const int Connections = 32;
    private const int Entries = 10_000;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public static async Task Run()
    {
        using var folder = new TemporaryFolder("http");
        var start = Stopwatch.GetTimestamp();
        await using var silo = await SiloProcess.Start(folder.Path);
        Console.WriteLine($"ready after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, on a new data folder");
        using var server = Process.GetProcessById(silo.Id);
        using var client = silo.Client();
        await client.SignUp();
        await Measure(silo.Url, client.AccessToken, server);
        server.Refresh();
        Console.WriteLine($"server: {server.WorkingSet64 >> 20} MiB, {server.TotalProcessorTime.TotalSeconds:F0} s of CPU");
    }

    private static async Task Measure(Uri url, string token, Process server)
    {
        var client = new LoadClient(url, token, server);
        var ids = new List<Guid>();
        var body = new string('x', 1024 - 48);
        await Fill(url, token, ids, body);

        await client.Measure($"entries(first: 20) of {Entries}", Connections, Period, () =>
            Requests.Of("{ entries(first: 20) { pageInfo { hasNextPage endCursor } nodes { id version entryDate tags { name } "
                + "content { ... on PlainContent { title body } } } } }"));
        await client.Measure("entry(id)", Connections, Period, () =>
            Requests.Of("query ($id: ID!) { entry(id: $id) { id version entryDate content { ... on PlainContent { title body } } } }",
                new { id = ids[Random.Shared.Next(ids.Count)] }));
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

    private static string Create(Guid id, string body) =>
        Requests.CreateEntry(id, new { plain = new { title = "A day", body, tags = new[] { "home" } } });
}
