using System.Globalization;
using System.Text.Json;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>An import, and its undoing, are killed in the middle by kill -9: each goes on by itself, and nothing comes in twice.</summary>
public sealed class ImportKillTests : IDisposable
{
    private const int Entries = 150;

    private readonly TemporaryFolder _folder = new("import-kill");

    [Fact]
    public async Task What_was_killed_in_the_middle_is_done_to_the_end_and_once()
    {
        string token, job;
        await using (var silo = await SiloProcess.Start(_folder.Path))
        {
            using var client = silo.Client();
            await client.SignUp();
            await client.CreateEntry(Guid.CreateVersion7(), new { body = "Mine" });
            token = client.AccessToken;
            var upload = Guid.CreateVersion7();
            Assert.Equal(201, (await client.Upload(upload, Archive(), "application/json")).Status);
            await using var point = await KillPoint.Before(
                _folder.Path, "INSERT ON read.entries", $"NEW.entry_date = '{Day(Entries - 30)}'");
            var payload = await client.Data("mutation ($input: ImportArchiveInput!) { importArchive(input: $input) { job { id } } }",
                new { input = new { mediaId = upload, kind = "DAY_ONE" } });
            job = payload.GetProperty("importArchive").GetProperty("job").GetProperty("id").GetString()!;
            await point.IsReached();
            await silo.Kill();
        }

        await using (var silo = await SiloProcess.Start(_folder.Path))
        {
            using var client = silo.Client();
            client.SignWith(token);
            var over = await Over(client, job);
            Assert.Equal(("SUCCEEDED", Entries, Entries, 0), (over.GetProperty("state").GetString(), over.GetProperty("done").GetInt32(),
                over.GetProperty("imported").GetInt32(), over.GetProperty("skipped").GetInt32()));
            Assert.Equal(Entries + 1, await Count(client));
            await using var point = await KillPoint.Before(
                _folder.Path, "DELETE ON read.entries", $"OLD.entry_date = '{Day(Entries - 30)}'");
            await client.Data("mutation ($id: ID!) { undoImport(jobId: $id) { job { id } } }", new { id = job });
            await point.IsReached();
            await silo.Kill();
        }

        await using (var silo = await SiloProcess.Start(_folder.Path))
        {
            using var client = silo.Client();
            client.SignWith(token);
            Assert.Equal("UNDONE", (await Over(client, job)).GetProperty("state").GetString());
            Assert.Equal(1, await Count(client));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static DateOnly DateOf(int i) => new DateOnly(2023, 1, 1).AddDays(i);

    private static string Day(int i) => DateOf(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static byte[] Archive() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        entries = Enumerable.Range(0, Entries).Select(
            i => new { creationDate = $"{Day(i)}T12:00:00Z", timeZone = "UTC", text = $"Day {i}" }),
    });

    private static async Task<int> Count(DiaryClient client) =>
        (await client.Data("{ entries { totalCount } }")).GetProperty("entries").GetProperty("totalCount").GetInt32();

    private static async Task<JsonElement> Over(DiaryClient client, string id)
    {
        const string query = "query ($id: ID!) { job(id: $id) { state done imported skipped finishedAt } }";
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        while (true)
        {
            var job = (await client.Data(query, new { id })).GetProperty("job");
            if (job.GetProperty("finishedAt").ValueKind is not JsonValueKind.Null)
            {
                return job;
            }

            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
