using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Archives;

/// <summary>Exports and imports as a client asks for them.</summary>
internal static class ArchiveRequests
{
    public const string Job = "job { id kind state done total imported skipped failed problems startedAt finishedAt "
        + "result { url method headers { name value } expiresAt } }";

    private const string Problems = "problems { code message field }";

    public static async Task<JsonElement> Export(this DiaryClient client, string format = "JSON", bool history = true) =>
        (await client.Data($"mutation ($input: ExportInput!) {{ exportDiary(input: $input) {{ {Job} {Problems} }} }}",
            new { input = new { format, includeHistory = history } })).At("exportDiary");

    public static async Task<JsonElement> Import(this DiaryClient client, Guid file, string kind = "DIARY", bool dryRun = false) =>
        (await client.Data($"mutation ($input: ImportArchiveInput!) {{ importArchive(input: $input) {{ {Job} {Problems} }} }}",
            new { input = new { mediaId = file, kind, dryRun } })).At("importArchive");

    public static async Task<JsonElement> Command(this DiaryClient client, string command, string job) =>
        (await client.Data($"mutation ($id: ID!) {{ {command}(jobId: $id) {{ {Job} {Problems} }} }}", new { id = job })).At(command);

    /// <summary>Asks for a job until it is over.</summary>
    public static async Task<JsonElement> Over(this DiaryClient client, JsonElement payload)
    {
        var variables = new { id = payload.Text("job.id") };
        while (true)
        {
            var job = (await client.Data(
                $"query ($id: ID!) {{ {Job.Replace("job {", "job(id: $id) {", StringComparison.Ordinal)} }}", variables)).At("job");
            if (job.Text("state") is not ("QUEUED" or "RUNNING" or "WAITING"))
            {
                return job;
            }

            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The whole way from an export to its bytes.</summary>
    public static async Task<byte[]> Exported(this DiaryClient client, string format = "JSON", bool history = true)
    {
        var job = await client.Over(await client.Export(format, history));
        Assert.Equal("SUCCEEDED", job.Text("state"));
        return await client.Download(job.At("result"));
    }

    /// <summary>The whole way of an import.</summary>
    public static async Task<JsonElement> Imported(this DiaryClient client, byte[] file, string kind = "DIARY", bool dryRun = false,
        string type = "application/zip")
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(201, (await client.Upload(id, file, type)).Status);
        return await client.Over(await client.Import(id, kind, dryRun));
    }

    /// <summary>The files of a ZIP, by name.</summary>
    public static IReadOnlyDictionary<string, string> Files(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        });
    }

    /// <summary>The same, as they are.</summary>
    public static Dictionary<string, byte[]> RawFiles(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var bytes = new MemoryStream();
            using var stream = e.Open();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }, StringComparer.Ordinal);
    }

    /// <summary>A ZIP of these files.</summary>
    public static byte[] Zip(params (string Name, string Text)[] files) =>
        Zip(files.ToDictionary(f => f.Name, f => Encoding.UTF8.GetBytes(f.Text), StringComparer.Ordinal));

    /// <summary>A ZIP of these files.</summary>
    public static byte[] Zip(IReadOnlyDictionary<string, byte[]> files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }

        return buffer.ToArray();
    }

    /// <summary>All that can be read of a diary but ids and what says where it came from.</summary>
    public static async Task<string> Everything(this DiaryClient client)
    {
        const string query = """
            query ($deleted: Boolean) { entries(first: 50, filter: { deleted: $deleted }) { nodes {
              entryDate timeZone tags { name }
              content { ... on PlainContent { title body mood location { name latitude longitude } weather { condition temperatureC } } }
              revisions(first: 20) { nodes {
                entryDate recordedAt tags { name } content { ... on PlainContent { title body mood } } } } } } }
            """;
        var pages = new List<string>();
        foreach (var deleted in new[] { false, true })
        {
            foreach (var node in JsonNode.Parse((await client.Data(query, new { deleted })).GetRawText())!["entries"]!["nodes"]!.AsArray())
            {
                foreach (var tags in new[] { node!["tags"]! }.Concat(node["revisions"]!["nodes"]!.AsArray().Select(r => r!["tags"]!)))
                {
                    tags.AsArray().RemoveAll(t => (string)t!["name"]! == "source:import");
                }

                pages.Add($"{deleted} {node.ToJsonString()}");
            }
        }

        return string.Join('\n', pages.Order(StringComparer.Ordinal));
    }
}
