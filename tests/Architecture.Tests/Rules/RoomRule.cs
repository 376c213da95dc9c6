using System.Reflection;

namespace Diary.Architecture.Tests.Rules;

/// <summary>Who may see whom. A room that stands here sees no other than those beside it.</summary>
internal static class RoomRule
{
    private static readonly Dictionary<string, string[]> MaySee = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Cryptography"] = [],
        ["Search"] = [],
        ["Archives"] = [],
        ["Imaging"] = [],
        ["Integrations"] = [],
        ["Grains.Abstractions"] = ["Domain"],
        ["Projections"] = ["Domain"],
        ["Grains"] = ["Grains.Abstractions", "Domain", "Cryptography", "Integrations", "Projections"],
        // The edge seals and opens what users write, and analyses it: that is why it sees Cryptography and Search.
        ["GraphQL"] = ["Grains.Abstractions", "Domain", "Cryptography", "Projections", "Search", "Archives", "Imaging", "Integrations"],
        ["Silo"] =
        [
            "Domain", "Cryptography", "Search", "Archives", "Imaging", "Integrations", "Grains.Abstractions", "Projections", "Grains",
            "GraphQL",
        ],
    };

    /// <summary>What is composed from the Silo rather than part of it, and what measures it from outside.</summary>
    private static readonly string[] SeeTheSilo = ["TestKit", "Silo.Tests", "Architecture.Tests", "Cluster.Tests", "Benchmarks"];

    /// <summary>A room, and the rooms that it sees.</summary>
    internal sealed record Room(string Name, IReadOnlyList<string> Sees);

    public static Room From(ProjectFile project) => new(project.Name, project.Projects);

    public static Room From(Assembly assembly) => new(
        Short(assembly.GetName()),
        [.. assembly.GetReferencedAssemblies().Where(IsOurs).Select(Short).Order(StringComparer.Ordinal)]);

    public static IReadOnlyList<string> Violations(IEnumerable<Room> rooms) => [.. rooms.SelectMany(room =>
        MaySee.TryGetValue(room.Name, out var allowed)
            ? room.Sees.Except(allowed).Select(seen => $"{room.Name} must not see {seen}")
            : [$"{room.Name} is a room without a rule"])];

    /// <summary>Of all projects, tests and benchmarks too.</summary>
    public static IReadOnlyList<string> SiloViolations(IEnumerable<Room> projects) =>
        [.. from project in projects
            where project.Sees.Contains("Silo", StringComparer.Ordinal) && !SeeTheSilo.Contains(project.Name, StringComparer.Ordinal)
            select $"{project.Name} must not see the Silo"];

    private static bool IsOurs(AssemblyName name) => name.Name?.StartsWith("Diary.", StringComparison.Ordinal) is true;

    private static string Short(AssemblyName name) => name.Name!["Diary.".Length..];
}
