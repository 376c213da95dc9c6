using Diary.FacebookFake;
using Diary.TestKit;
using Npgsql;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// Known words and keys pass through every mutation, in both tiers; then every file of the data folder, PostgreSQL's WAL, a dump of all
/// tables and all logs at their most talkative are searched for them, and for E2E the silo's memory while its owner is signed in.
/// </summary>
public sealed class CanaryTests
{
    private static readonly (string, string)[] Settings =
        [("Logging:LogLevel:Default", "Trace"), ("Diary:CredentialsPerMinute", "10000"), ("Diary:RequestsPerMinute", "10000")];

    [Fact]
    public async Task No_plain_word_and_no_key_is_on_disk_in_a_dump_or_in_a_log()
    {
        using var folder = new TemporaryFolder("canary");
        IReadOnlyList<string> output;
        List<byte[]> secrets = [];
        await using var facebook = await FakeFacebook.Start();
        await using (var silo = await SiloProcess.Start(folder.Path, [.. Settings, .. Connected(facebook)]))
        {
            facebook.World.RedirectUris.Add(new Uri(silo.Url, "/facebook/callback").AbsoluteUri);
            using var uce = silo.Client();
            using var e2e = silo.Client();
            var first = new CanaryWalk(uce, e2e: false) { Folder = folder.Path, FakeFacebook = facebook };
            CanaryWalk? walk = null;
            var second = walk = new CanaryWalk(e2e, e2e: true)
            {
                Folder = folder.Path,
                FakeFacebook = facebook,
                Pause = () => AssertNotInMemory(silo.Id, walk!),
            };
            await second.Live();
            await first.Live();
            secrets.AddRange(SecretForms.Of(first.Words.Concat(second.Words), first.Keys.Concat(second.Keys)).Values);
            await Dump(folder.Path);
            await first.End();
            await second.End();
            using var reader = silo.Client();
            await reader.SignUp();
            Assert.Empty((await first.Forgotten()).Concat(await second.Forgotten()));
            await silo.Kill(); // nothing is tidied up: what PostgreSQL has is on disk or in its WAL
            output = silo.Output;
        }

        await using (var again = await SiloProcess.Start(folder.Path, Settings))
        {
            Assert.Equal(0, await again.Interrupt()); // a checkpoint writes every page
            output = [.. output, .. again.Output];
        }

        await File.WriteAllLinesAsync(Path.Combine(folder.Path, "silo-output.log"), output, TestContext.Current.CancellationToken);
        Assert.True(output.Count > 1_000, "The logs are not at their most talkative.");
        Assert.Empty(Findings(folder.Path, secrets));

        using var planted = new TemporaryFolder("planted");
        foreach (var (bytes, i) in SecretForms.Of(CanaryWalk.Body).Values.Select((bytes, i) => (bytes, i)))
        {
            var file = Path.Combine(planted.Path, $"planted-{i}");
            await File.WriteAllBytesAsync(file, [1, 2, 3, .. bytes, 4], TestContext.Current.CancellationToken);
            Assert.Equal([file], Findings(planted.Path, secrets)); // the search does find what is there
            File.Delete(file);
        }
    }

    private static IEnumerable<(string, string)> Connected(FakeFacebook facebook) =>
    [
        ("Facebook:ClientId", facebook.World.AppId), ("Facebook:ClientSecret", facebook.World.AppSecret),
        ("Facebook:GraphUrl", facebook.Url.AbsoluteUri), ("Facebook:DialogUrl", facebook.Url.AbsoluteUri),
        ("Facebook:MediaHosts", "127.0.0.1"),
    ];

    /// <summary>In no form, at no moment, though the owner is signed in.</summary>
    private static Task AssertNotInMemory(int process, CanaryWalk walk)
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Empty(MemoryScan.Find(process, SecretForms.Of(walk.KeptByClients, walk.Keys)));
        }

        return Task.CompletedTask;
    }

    /// <summary>Every row of every table as text, as a dump has them: a file of the database may hold them compressed.</summary>
    private static async Task Dump(string folder)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var database = NpgsqlDataSource.Create(await DataFolder.ConnectionString(folder));
        var tables = new List<string>();
        await using (var list = database.CreateCommand(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('events', 'read', 'vault', 'orleans')"))
        await using (var row = await list.ExecuteReaderAsync(cancellation))
        {
            while (await row.ReadAsync(cancellation))
            {
                tables.Add(row.GetString(0));
            }
        }

        Assert.Contains("vault.entry_keys", tables);
        await using var dump = new StreamWriter(Path.Combine(folder, "dump.txt"));
        await using var connection = await database.OpenConnectionAsync(cancellation);
        foreach (var table in tables)
        {
            using var rows = await connection.BeginTextExportAsync($"COPY {table} TO STDOUT", cancellation);
            await dump.WriteAsync(await rows.ReadToEndAsync(cancellation));
        }
    }

    private static List<string> Findings(string folder, IReadOnlyList<byte[]> forms)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            if (forms.Any(f => bytes.AsSpan().IndexOf(f) >= 0))
            {
                found.Add(file);
            }
        }

        return found;
    }
}
