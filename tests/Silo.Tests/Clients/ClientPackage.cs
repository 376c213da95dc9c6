using Diary.TestKit;

namespace Diary.Silo.Tests.Clients;

/// <summary>
/// The TypeScript client (clients/typescript), installed by its lock file and built with its tests, once for all that run it.
/// </summary>
public sealed class ClientPackage : IAsyncLifetime
{
    private NodeRuntime? _runtime;

    /// <summary>Where it lies.</summary>
    public string Folder { get; } = RepositoryFiles.At("clients", "typescript");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _runtime = NodeRuntime.Find();
        if (_runtime is null)
        {
            return; // each test says so
        }

        string[][] steps = [["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "build:test"]];
        foreach (var step in steps)
        {
            var run = await CommandRun.Of(Folder, _runtime.Npm, step);
            Assert.True(run.ExitCode == 0, run.Output);
        }
    }

    /// <summary>Skips the test where there is no Node, or fails it: see <see cref="NeededNode"/>.</summary>
    public void SkipWithoutNode() => Runtime();

    /// <summary>Runs one of its scripts to its end. Needs Node.</summary>
    public Task<CommandRun> Script(string name, params IEnumerable<(string Name, string Value)> environment) =>
        CommandRun.Of(Folder, Runtime().Npm, ["run", name], environment);

    /// <summary>Runs one of its built files to its end. Needs Node.</summary>
    public Task<CommandRun> Built(string file, params IEnumerable<string> arguments) =>
        CommandRun.Of(Folder, Runtime().Node, [Path.Combine(Folder, "build", file), .. arguments]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private NodeRuntime Runtime() => _runtime ?? NeededNode.For("The TypeScript client was not run");
}

/// <summary>Tests that share the one built package.</summary>
[CollectionDefinition(Name)]
public sealed class ClientPackageTests : ICollectionFixture<ClientPackage>
{
    /// <summary>What the tests name.</summary>
    public const string Name = "clients/typescript";
}
