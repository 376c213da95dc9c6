using Diary.TestKit;
using Xunit.Sdk;

namespace Diary.Silo.Tests.Clients;

public sealed class NeededNodeTests
{
    private const string Suite = "The suite was not run";
    private const string Reason = "The suite was not run: node and npm are not both on PATH.";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_node_a_suite_is_skipped_with_the_reason(string? ci) =>
        Assert.EndsWith(Reason, Assert.IsType<SkipException>(Thrown(Variables(ci, "/nowhere"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Where_ci_is_set_it_fails_instead() =>
        Assert.Equal(Reason, Assert.IsType<TrueException>(Thrown(Variables("true", "/nowhere"))).Message);

    [Fact]
    public void Node_without_npm_is_not_enough()
    {
        using var folder = new TemporaryFolder("node");
        var (node, npm) = (Path.Combine(folder.Path, "node"), Path.Combine(folder.Path, "npm"));
        File.WriteAllText(node, "");
        Assert.Null(NodeRuntime.Find(Variables(null, folder.Path)));
        File.WriteAllText(npm, "");
        Assert.Equal(new NodeRuntime(node, npm), NeededNode.For(Suite, Variables("true", folder.Path)));
    }

    // Record.Exception lets a SkipException through, and so would skip these tests.
    private static XunitException? Thrown(Func<string, string?> variable)
    {
        try
        {
            NeededNode.For(Suite, variable);
            return null;
        }
        catch (XunitException thrown)
        {
            return thrown;
        }
    }

    private static Func<string, string?> Variables(string? ci, string path) => name => name switch
    {
        "CI" => ci,
        "PATH" => path,
        _ => null,
    };
}
