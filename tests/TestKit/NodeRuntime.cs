using System.Diagnostics.CodeAnalysis;

namespace Diary.TestKit;

/// <summary>Node and npm of this machine, for suites that are published for them.</summary>
/// <param name="Node">The absolute path of <c>node</c>.</param>
/// <param name="Npm">The absolute path of <c>npm</c>.</param>
public sealed record NodeRuntime(string Node, string Npm)
{
    /// <summary>Why a test that needs Node is skipped.</summary>
    public const string Missing = "node and npm are not both on PATH";

    /// <summary>Both programs; null where one is missing, for the reason in <see cref="Missing"/>.</summary>
    public static NodeRuntime? Find() => OnPath("node") is { } node && OnPath("npm") is { } npm ? new(node, npm) : null;

    /// <summary>Both programs, or false where one is missing.</summary>
    public static bool TryFind([NotNullWhen(true)] out NodeRuntime? runtime) => (runtime = Find()) is not null;

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
