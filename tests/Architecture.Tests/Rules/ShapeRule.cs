namespace Diary.Architecture.Tests.Rules;

/// <summary>A public type is sealed, abstract, static or an interface: what may be derived from says so.</summary>
internal static class ShapeRule
{
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["Program"] = "ASP.NET Core declares it for programs of top-level statements",
    };

    public static IReadOnlyList<string> Violations(IEnumerable<Type> types) =>
        [.. from type in types
            where type is { IsVisible: true, IsClass: true, IsSealed: false, IsAbstract: false }
            let name = Written.Called(type)
            where !Exceptions.ContainsKey(name)
            select $"{name} is neither sealed nor abstract"];
}
