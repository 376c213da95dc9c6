namespace Diary.Architecture.Tests.Rules;

/// <summary>What the rooms that know no framework may use of the outside.</summary>
internal static class PurityRule
{
    private const string SerializationAttributes = "Microsoft.Orleans.Serialization.Abstractions";

    /// <summary>Assemblies that Domain may use: the base library and the attributes that its contracts carry.</summary>
    private static readonly string[] DomainUses = ["System", "netstandard", "mscorlib", "Orleans.Serialization.Abstractions"];

    /// <summary>What Cryptography and Search know nothing of.</summary>
    private static readonly string[] Frameworks =
        ["Orleans", "Marten", "JasperFx", "Npgsql", "GraphQL", "Microsoft.AspNetCore", "MessagePack"];

    public static IReadOnlyList<string> DomainPackages(IEnumerable<string> packages) =>
        [.. packages.Where(p => p != SerializationAttributes).Select(p => $"Domain must not need the package {p}")];

    public static IReadOnlyList<string> DomainAssemblies(IEnumerable<string> assemblies) =>
        [.. assemblies.Where(a => !DomainUses.Any(root => IsOf(root, a))).Select(a => $"Domain must not use {a}")];

    public static IReadOnlyList<string> Cryptography(IEnumerable<string> packagesOrAssemblies) =>
        Shunning("Cryptography", packagesOrAssemblies);

    public static IReadOnlyList<string> Search(IEnumerable<string> packagesOrAssemblies) => Shunning("Search", packagesOrAssemblies);

    private static IReadOnlyList<string> Shunning(string room, IEnumerable<string> packagesOrAssemblies) =>
        [.. packagesOrAssemblies.Where(a => Frameworks.Any(root => IsOf(root, a) || IsOf("Microsoft." + root, a)))
            .Select(a => $"{room} must not use {a}")];

    private static bool IsOf(string root, string name) =>
        string.Equals(name, root, StringComparison.Ordinal) || name.StartsWith(root + ".", StringComparison.Ordinal);
}
