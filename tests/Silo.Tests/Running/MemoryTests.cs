using System.Diagnostics;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>What a thief of the process's memory finds of a user who is not signed in any more.</summary>
public sealed class MemoryTests
{
    /// <summary>What takes longer was a machine that stood still, on which nothing is swept either.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Two_minutes_after_the_sign_out_no_word_and_no_secret_is_in_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Another process's memory is read through /proc.");
        using var folder = new TemporaryFolder("memory");
        await using var silo = await SiloProcess.Start(folder.Path);
        using var client = silo.Client();
        var walk = new CanaryWalk(client, e2e: false) { Folder = folder.Path };
        await walk.Live();
        var needles = SecretForms.Of(walk.Words, walk.Keys);
        IReadOnlyList<string> open = [];
        for (var look = 1; look <= 5 && !open.Contains($"{CanaryWalk.Body} (UTF-16)"); look++)
        {
            // Anew where the memory was swept in between: the walk has closed what it opened more than once.
            await client.Data($"{{ entries {{ nodes {{ {DiaryClient.EntryFields} }} }} tags {{ name }} me {{ email }} }}");
            open = MemoryScan.Find(silo.Id, needles);
        }

        Assert.Contains($"{CanaryWalk.Body} (UTF-16)", open); // the search does find what is there
        Assert.Contains(open, name => name.StartsWith("master key", StringComparison.Ordinal));
        await client.Data("mutation { signOut { ended } }");

        IReadOnlyList<string> left;
        var waited = TimeSpan.Zero;
        do
        {
            var look = Stopwatch.StartNew();
            left = MemoryScan.Find(silo.Id, needles);
            waited += look.Elapsed < LongestLook ? look.Elapsed : LongestLook;
        }
        while (left.Count > 0 && waited < TimeSpan.FromMinutes(2.5));
        Assert.True(left.Count == 0, string.Join('\n', left));
    }

    [Fact]
    public async Task The_search_finds_a_word_and_a_key_in_every_form()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Another process's memory is read through /proc.");
        byte[] key = [.. Enumerable.Range(200, 32).Select(i => (byte)i)];
        var needles = SecretForms.Of([CanaryWalk.Body], [("key", key)]);
        Assert.Equal(16 + 11, needles.Count);
        using var process = Process.Start(
            new ProcessStartInfo("sort") { RedirectStandardInput = true, UseShellExecute = false })!;
        try
        {
            foreach (var planted in needles.Values)
            {
                await process.StandardInput.BaseStream.WriteAsync((byte[])[.. planted, 10], TestContext.Current.CancellationToken);
            }

            await process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
            var since = Stopwatch.StartNew();
            IReadOnlyList<string> found;
            do
            {
                found = MemoryScan.Find(process.Id, needles); // it keeps what it has read until there is no more
            }
            while (found.Count < needles.Count && since.Elapsed < TimeSpan.FromMinutes(1));
            Assert.Equal(needles.Keys.Order(StringComparer.Ordinal), found);
        }
        finally
        {
            process.Kill();
        }
    }
}
