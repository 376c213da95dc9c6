using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Diary.Cryptography;
using Diary.Integrations.BlobStorage;
using Diary.TestKit;

namespace Diary.Benchmarks;

/// <summary>
/// How fast a file of 1 GiB goes in and out, with a folder and with an object store behind, beside the bare store and the bare cipher, and
/// what memory it takes.
/// </summary>
internal static class MediaBenchmark
{
    private const int PartSize = 8 << 20;
    private const int Parts = 128;
    private const long Size = (long)Parts * PartSize;

    public static async Task Run()
    {
        using var folder = new TemporaryFolder("media");
        var content = new byte[PartSize];
        RandomNumberGenerator.Fill(content);
        await Cipher(content);
        await Store("folder", new FolderBlobStore(Path.Combine(folder.Path, "bare")), content);
        await Silo("folder", Path.Combine(folder.Path, "folder"), content);

        await using var server = new S3Server();
        await server.InitializeAsync();
        var bucket = await server.CreateBucket();
        using (var store = new S3BlobStore(bucket))
        {
            await Store("object store", store, content);
            await Bare(store, content);
        }

        await Silo("object store", Path.Combine(folder.Path, "s3"), content, ("S3:Bucket", bucket.Bucket),
            ("S3:Endpoint", bucket.Endpoint!.AbsoluteUri), ("S3:AccessKey", bucket.AccessKey!), ("S3:SecretKey", bucket.SecretKey!));
    }

    private static async Task Silo(string store, string folder, byte[] content, params IEnumerable<(string Name, string Value)> settings)
    {
        await using var silo = await SiloProcess.Start(folder,
            [("Diary:StorageMiB", "16384"), ("Diary:RequestsPerMinute", "100000"), ("Diary:CredentialsPerMinute", "1000"), .. settings]);
        using var uce = silo.Client();
        await uce.SignUp();
        await Media($"{store}, UCE", uce, silo.Id, content);
        using var e2e = silo.Client();
        var device = E2EDevice.Fresh(e2e, "media@example.org", DiaryClient.Password);
        e2e.Use((await device.SignUp(device.SignUpInput())).GetProperty("session"));
        await Media($"{store}, E2E", e2e, silo.Id, content, device.Id);
    }

    /// <summary>What the object store gives whoever talks to it by HTTP alone, as curl does.</summary>
    private static async Task Bare(S3BlobStore store, byte[] content)
    {
        using var http = new HttpClient();
        var (account, hash, hour) = (Guid.NewGuid(), SHA256.HashData(content), TimeSpan.FromHours(1));
        var keys = Enumerable.Range(0, Parts).Select(_ => new BlobKey(account, Guid.NewGuid())).ToList();
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (key, _) =>
        {
            var link = store.ToPut(key, content.Length, hash, hour);
            using var request = new HttpRequestMessage(HttpMethod.Put, link.Url) { Content = new ByteArrayContent(content) };
            link.Headers.ToList().ForEach(h => request.Headers.TryAddWithoutValidation(h.Name, h.Value));
            using var response = await http.SendAsync(request, CancellationToken.None);
            response.EnsureSuccessStatusCode();
        });
        Print("the object store alone, by HTTP, sending, two parts at once", start);
        start = Stopwatch.GetTimestamp();
        foreach (var key in keys)
        {
            using var response = await http.GetAsync(store.ToGet(key, hour).Url, HttpCompletionOption.ResponseHeadersRead);
            await response.EnsureSuccessStatusCode().Content.CopyToAsync(Stream.Null);
        }

        Print("the object store alone, by HTTP, fetching", start);
        foreach (var key in keys)
        {
            await store.Delete(key, CancellationToken.None);
        }
    }

    private static async Task Cipher(byte[] content)
    {
        using var key = SymmetricKey.Generate();
        var (account, file) = (Guid.NewGuid(), Guid.NewGuid());
        using var output = new MemoryStream(PartSize + (1 << 20));
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Parts; i++)
        {
            output.SetLength(0);
            await using var sealing = new MediaSealingStream(output, account, file, key);
            sealing.Write(content);
            sealing.Complete();
        }

        Print("the cipher alone, sealing", start);
        var buffer = new byte[1 << 16];
        start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Parts; i++)
        {
            var opening = (await MediaOpeningStream.Open(new MemoryStream(output.ToArray()), account, file, key))!;
            while (opening.Read(buffer) > 0)
            {
                // to its end
            }
        }

        Print("the cipher alone, opening", start);
        start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Parts; i++)
        {
            SHA256.HashData(content);
        }

        Print("SHA-256 alone", start);
    }

    private static async Task Store(string name, IBlobStore store, byte[] content)
    {
        var account = Guid.NewGuid();
        var keys = Enumerable.Range(0, Parts).Select(_ => new BlobKey(account, Guid.NewGuid())).ToList();
        var start = Stopwatch.GetTimestamp();
        foreach (var key in keys)
        {
            using var writer = store.Create(key);
            writer.Stream.Write(content);
            await writer.Commit(CancellationToken.None);
        }

        Print($"the {name} alone, by its adapter, writing part by part", start);
        start = Stopwatch.GetTimestamp();
        foreach (var key in keys)
        {
            await using var stream = (await store.OpenRead(key, CancellationToken.None))!;
            await stream.CopyToAsync(Stream.Null);
            await store.Delete(key, CancellationToken.None);
        }

        Print($"the {name} alone, by its adapter, reading", start);
    }

    private static async Task Media(string tier, DiaryClient client, int server, byte[] content, Guid? account = null)
    {
        await Media(_ => { }, client, server, content, 1, account); // code and connections, which the first file of all brings
        await Media(said => Console.WriteLine($"{tier}, {said}"), client, server, content, Parts, account);
    }

    private static async Task Media(Action<string> say, DiaryClient client, int server, byte[] content, int parts, Guid? account)
    {
        var id = Guid.CreateVersion7();
        var first = account is { } owner ? Header(owner, id, content) : content;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < parts; i++)
        {
            hash.AppendData(i == 0 ? first : content);
        }

        PeakMemory.Reset(server);
        var before = PeakMemory.Now(server);
        var begun = (await client.Data("mutation ($input: BeginUploadInput!) { beginUpload(input: $input) { "
            + "parts { link { url headers { name value } } } problems { message } } }",
            new
            {
                input = new
                {
                    id,
                    contentType = "application/octet-stream",
                    sizeBytes = (long)parts * PartSize,
                    sha256 = hash.GetHashAndReset(),
                    partSha256 = account is null ? null : Enumerable.Range(0, parts).Select(i => SHA256.HashData(i == 0 ? first : content)),
                },
            })).GetProperty("beginUpload");
        using var http = new HttpClient { BaseAddress = client.Url };
        var start = Stopwatch.GetTimestamp();
        var links = begun.GetProperty("parts").EnumerateArray().Select((part, i) => (Link: part.GetProperty("link"), Number: i));
        await Parallel.ForEachAsync(links, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (part, _) =>
        {
            using var request = Request(HttpMethod.Put, part.Link);
            request.Content = new ByteArrayContent(part.Number == 0 ? first : content);
            using var response = await http.SendAsync(request, CancellationToken.None);
            response.EnsureSuccessStatusCode();
        });
        say(Speed("sending, two parts at once", start));
        say($"the silo held {(PeakMemory.Of(server) - before) >> 20} MiB more at most while it was sent");
        start = Stopwatch.GetTimestamp();
        var state = "";
        while (state != "READY")
        {
            var answer = await client.Send("mutation ($id: ID!) { completeUpload(mediaId: $id) { media { state } problems { message } } }",
                new { id });
            state = answer.TryGetProperty("errors", out _) ? ""
                : answer.GetProperty("data").GetProperty("completeUpload").GetProperty("media").GetProperty("state").GetString()!;
        }

        say(Speed("completeUpload, which reads it all", start));
        say($"the silo held {(PeakMemory.Of(server) - before) >> 20} MiB more at most while it came in");
        PeakMemory.Reset(server);
        before = PeakMemory.Now(server);
        const string query = "query ($id: ID!) { node(id: $id) { ... on Media { download { url headers { name value } } } } }";
        var link = (await client.Data(query, new { id })).GetProperty("node").GetProperty("download");
        start = Stopwatch.GetTimestamp();
        using (var request = Request(HttpMethod.Get, link))
        using (var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            await response.EnsureSuccessStatusCode().Content.CopyToAsync(Stream.Null);
        }

        say(Speed("fetching", start));
        say($"the silo held {(PeakMemory.Of(server) - before) >> 20} MiB more at most while it went out");
    }

    /// <summary>The part with a header that the server takes for one of the account's files; it cannot look further.</summary>
    private static byte[] Header(Guid account, Guid file, byte[] content)
    {
        using var key = SymmetricKey.Generate();
        using var output = new MemoryStream();
        using var sealing = new MediaSealingStream(output, account, file, key, EnvelopeSuite.Client);
        return [.. output.ToArray(), .. content[(int)output.Length..]];
    }

    private static HttpRequestMessage Request(HttpMethod method, JsonElement link)
    {
        var request = new HttpRequestMessage(method, link.GetProperty("url").GetString());
        foreach (var header in link.GetProperty("headers").EnumerateArray())
        {
            request.Headers.TryAddWithoutValidation(header.GetProperty("name").GetString()!, header.GetProperty("value").GetString());
        }

        return request;
    }

    private static void Print(string what, long start) => Console.WriteLine(Speed(what, start));

    private static string Speed(string what, long start) =>
        $"{what,-60} {(Size >> 20) / Stopwatch.GetElapsedTime(start).TotalSeconds,6:F0} MiB/s";
}
