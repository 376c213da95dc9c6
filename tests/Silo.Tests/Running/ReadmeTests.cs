using System.Text.RegularExpressions;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_walk_runs_as_printed()
    {
        using var folder = new TemporaryFolder("readme");
        await using var silo = await SiloProcess.Start(
            folder.Path, ("Diary:CredentialsPerMinute", "0"), ("Diary:RequestsPerMinute", "0")); // as a newcomer has them
        var readme = await File.ReadAllTextAsync(RepositoryFiles.At("README.md"), TestContext.Current.CancellationToken);
        var walk = string.Join('\n', Walk().Matches(readme).Select(m => m.Groups["walk"].Value));
        Assert.NotEmpty(walk);

        var run = await CommandRun.Of(folder.Path, "bash", ["-euo", "pipefail", "-c", walk], ("DIARY", silo.Url.ToString()));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.DoesNotContain("\"errors\"", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"code\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("""{"createEntry":{"entry":{"id":""", run.Output, StringComparison.Ordinal);
        Assert.Contains("""{"editEntry":{"entry":{"version":2,""", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"totalCount\":1", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"EDITED\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("""{"kind":"ADDED","text":"tall "}""", run.Output, StringComparison.Ordinal);
        const string snippet = "The first <mark>snow</mark>. We built a tall snowman. It has my <mark>hat</mark>.";
        Assert.Contains($"\"snippet\":\"{snippet}\"", run.Output, StringComparison.Ordinal);
        Assert.Contains(snippet, readme, StringComparison.Ordinal);
        Assert.Contains("""{"changes":{"edges":[{"cursor":""", run.Output, StringComparison.Ordinal);
        Assert.Contains("""{"importArchive":{"job":{"id":""", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"completeUpload\":{\"media\":{\"state\":\"READY\",", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"fileName\":\"snowman.png\"", run.Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(folder.Path, "diary.zip")).Length > 100);
    }

    [GeneratedRegex("^```bash walk\n(?<walk>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Walk();
}
