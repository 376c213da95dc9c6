namespace Diary.TestKit;

/// <summary>Files of the repository that tests read as users would.</summary>
public static class RepositoryFiles
{
    /// <summary>The repository's root: the first folder upwards that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path below the root.</summary>
    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Diary.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Diary.sln is in no folder above the tests.");
    }
}
