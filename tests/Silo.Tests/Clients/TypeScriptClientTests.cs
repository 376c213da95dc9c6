using Diary.TestKit;

namespace Diary.Silo.Tests.Clients;

/// <summary>The client's own tests (clients/typescript/test), which its package runs by itself too.</summary>
[Collection(ClientPackageTests.Name)]
public sealed class TypeScriptClientTests(ClientPackage package)
{
    [Fact]
    public async Task The_clients_own_tests_pass()
    {
        var run = await package.Script("test:unit");

        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Matches(@"(?m)^. pass [1-9]\d\d", run.Output);
    }

    [Fact]
    public async Task The_client_lives_in_both_tiers_of_the_running_product()
    {
        package.SkipWithoutNode();
        using var folder = new TemporaryFolder("client");
        await using var silo = await SiloProcess.Start(
            folder.Path, ("Diary:CredentialsPerMinute", "10000"), ("Diary:RequestsPerMinute", "100000"));

        var run = await package.Script("test:e2e", ("DIARY_URL", silo.Url.GetLeftPart(UriPartial.Authority)));

        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Matches(@"(?m)^. pass [1-9]\d", run.Output);
        Assert.DoesNotMatch(@"(?m)^. skipped [1-9]", run.Output);
    }
}
