namespace Diary.TestKit;

/// <summary>Node and npm of this machine, for suites that are published for them.</summary>
/// <param name="Node">The absolute path of <c>node</c>.</param>
/// <param name="Npm">The absolute path of <c>npm</c>.</param>
public sealed record NodeRuntime(string Node, string Npm)
{
    /// <summary>Both programs; null where one is missing.</summary>
    /// <param name="variable">Reads an environment variable; the process's own unless given.</param>
    public static NodeRuntime? Find(Func<string, string?>? variable = null)
    {
        var folders = ((variable ?? Environment.GetEnvironmentVariable)("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return In(folders, "node") is { } node && In(folders, "npm") is { } npm ? new(node, npm) : null;
    }

    private static string? In(IEnumerable<string> folders, string program) =>
        folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
