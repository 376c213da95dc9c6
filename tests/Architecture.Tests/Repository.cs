using System.Reflection;

namespace Diary.Architecture.Tests;

/// <summary>The tree that these tests stand in, and the assemblies built from it.</summary>
internal static class Repository
{
    private static readonly string[] Skipped =
        ["bin", "obj", "node_modules", "wwwroot", "TestResults", "BenchmarkDotNet.Artifacts", "dist", "build", "generated"];

    public static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>Every project of the tree.</summary>
    public static IReadOnlyList<ProjectFile> Projects { get; } = [.. FilesUnder("", ".csproj").Select(ProjectFile.Read)];

    /// <summary>The projects under src, each of which is a room of the house.</summary>
    public static IReadOnlyList<ProjectFile> Rooms { get; } = [.. Projects.Where(p => p.Path.StartsWith("src/", StringComparison.Ordinal))];

    /// <summary>The assemblies of the rooms. One that nothing carries into the Silo cannot be loaded, and fails the tests.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. Rooms.Select(room => Assembly.Load(new AssemblyName("Diary." + room.Name)))];

    /// <summary>Every type that somebody wrote in one of the rooms, public or not.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(Written.ByHand)];

    /// <summary>The text files below <paramref name="folder"/> whose names end so, without what is built, fetched or generated.</summary>
    public static IEnumerable<SourceFile> FilesUnder(string folder, params string[] extensions) =>
        from path in Walk(Path.Combine(Root, folder))
        where extensions.Contains(Path.GetExtension(path), StringComparer.Ordinal)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        orderby relative
        select new SourceFile(relative, File.ReadAllText(path));

    internal static string FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Diary.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No Diary.sln above {from}.");
    }

    private static IEnumerable<string> Walk(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Walk))
        : [];

    private static bool IsOurs(string folder) =>
        Path.GetFileName(folder) is var name && !name.StartsWith('.') && !Skipped.Contains(name, StringComparer.Ordinal);
}
