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
}
