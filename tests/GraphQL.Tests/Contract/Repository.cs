namespace Diary.GraphQL.Tests.Contract;

/// <summary>The files that tests compare with.</summary>
internal static class Repository
{
    /// <summary>A file by its path below the repository's root.</summary>
    public static string PathOf(params ReadOnlySpan<string> path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Diary.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No Diary.sln above the tests.");
        }

        return Path.Combine([folder.FullName, .. path]);
    }
}
