using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Diary.Archives;
using Diary.TestKit;
using Npgsql;

namespace Diary.Benchmarks;

/// <summary>
/// A great diary beside many small ones: brought in as an archive, indexed by its owner's next requests, then searched and paged as
/// <see cref="DiarySearchBenchmark"/> does. Read from DIARY_CORPUS, DIARY_COPIES times over; DIARY_NEIGHBOURS small accounts beside it.
/// </summary>
internal static class ScaleBenchmark
{
    private const int OfEachNeighbour = 10;

    public static async Task Run()
    {
        if (Environment.GetEnvironmentVariable("DIARY_CORPUS") is not { } corpus || !File.Exists(corpus))
        {
            Console.WriteLine("DIARY_CORPUS names no file: nothing to bring in.");
            return;
        }

        var texts = DiarySearchBenchmark.Read(corpus, Number("DIARY_COPIES", 30));
        await using var postgres = await OwnPostgres.Start();
        using var folder = new TemporaryFolder("scale");
        await using var silo = await SiloProcess.Start(folder.Path, ("ConnectionStrings:Diary", postgres.ConnectionString),
            ("Diary:BlobFolder", Path.Combine(folder.Path, "blobs")));
        await Neighbours(silo, texts, Number("DIARY_NEIGHBOURS", 1_000));
        using var client = silo.Client();
        await client.SignUp();
        await client.Data("mutation { updateSettings(input: { language: \"en\" }) { problems { code } } }");
        await Import(client, await Archive(texts));
        await DiarySearchBenchmark.Depth(client, texts.Count);
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await Index(client, database);
        client.Use((await client.SignIn(client.Email)).GetProperty("session")); // the token of before is nearly spent
        await DiarySearchBenchmark.Measure(silo, client, database, texts);
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;

    private static async Task Neighbours(SiloProcess silo, List<(DateOnly Date, string Text)> texts, int count)
    {
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            using var client = silo.Client();
            await client.SignUp();
            for (var j = 0; j < OfEachNeighbour; j++)
            {
                var (date, text) = texts[((i * OfEachNeighbour) + j) % texts.Count];
                await client.CreateEntry(Guid.CreateVersion7(), new { body = text }, $"{date:yyyy-MM-dd}");
            }
        });
        Console.WriteLine($"{count} accounts of {OfEachNeighbour} entries in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
    }

    private static async Task<byte[]> Archive(List<(DateOnly Date, string Text)> texts)
    {
        using var buffer = new MemoryStream();
        await using (var writer = new DiaryArchiveWriter(buffer, ArchiveFormat.Json, TimeProvider.System.GetUtcNow()))
        {
            foreach (var (date, text) in texts)
            {
                var at = new DateTimeOffset(date, new TimeOnly(20, 0), TimeSpan.Zero);
                var content = new ArchivedText(null, text, null, null, null, []);
                var version = new ArchivedVersion(1, "WRITTEN", at, date, "Europe/London", content, []);
                await writer.Write(
                    new ArchivedEntryHead(Guid.CreateVersion7(), "DIARY", null), new[] { version }.ToAsyncEnumerable(), default);
            }

            writer.Complete("UCE", "Europe/London", history: true, media: false);
        }

        return buffer.ToArray();
    }

    private static async Task Import(DiaryClient client, byte[] archive)
    {
        var upload = Guid.CreateVersion7();
        var start = Stopwatch.GetTimestamp();
        using var content = new ByteArrayContent(archive);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        using var response = await client.Http.PutAsync(new Uri(client.Url, $"/files/{upload}"), content);
        response.EnsureSuccessStatusCode();
        Console.WriteLine($"{archive.Length >> 20} MiB uploaded in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        start = Stopwatch.GetTimestamp();
        var id = (await client.Data("mutation ($input: ImportArchiveInput!) { importArchive(input: $input) { job { id } } }",
            new { input = new { mediaId = upload, kind = "DIARY" } }))
            .GetProperty("importArchive").GetProperty("job").GetProperty("id").GetGuid();
        JsonElement job;
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            job = (await client.Data("query ($id: ID!) { job(id: $id) { state imported failed problems finishedAt } }", new { id }))
                .GetProperty("job");
        }
        while (job.GetProperty("finishedAt").ValueKind is JsonValueKind.Null);
        var (seconds, imported) = (Stopwatch.GetElapsedTime(start).TotalSeconds, job.GetProperty("imported").GetInt32());
        Console.WriteLine($"import: {job.GetProperty("state")}, {imported} entries in {seconds:F0} s, {imported / seconds:F0} a second");
    }

    /// <summary>Its owner is there, and asks for something now and then: what came in is indexed meanwhile.</summary>
    private static async Task Index(DiaryClient client, NpgsqlDataSource database)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            await client.Data("{ me { id } }");
            await using var command = database.CreateCommand("SELECT count(*) FROM read.entries WHERE word_count IS NULL");
            if (await command.ExecuteScalarAsync() is 0L)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"the rest was indexed within {seconds:F0} s of its end");
    }
}
