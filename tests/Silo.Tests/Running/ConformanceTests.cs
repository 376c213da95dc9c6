using Diary.Silo.Tests.Clients;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>The suites that others publish (tests/conformance), against the running product.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public async Task Published_suites_and_real_clients_are_content()
    {
        var runtime = NeededNode.For("The conformance suites were not run");
        var suites = RepositoryFiles.At("tests", "conformance");
        var install = await CommandRun.Of(suites, runtime.Npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        Assert.True(install.ExitCode == 0, install.Output);

        using var folder = new TemporaryFolder("conformance");
        await using var silo = await SiloProcess.Start(folder.Path);
        var run = await CommandRun.Of(suites, runtime.Node, ["run-all.mjs"], ("DIARY_URL", silo.Url.GetLeftPart(UriPartial.Authority)));

        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("all suites passed", run.Output, StringComparison.Ordinal);
        Assert.Contains("total 61/61", run.Output, StringComparison.Ordinal);
    }
}
