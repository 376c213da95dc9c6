namespace Diary.Architecture.Tests.Rules;

/// <summary>Names say what a thing is; these endings say that nobody knew.</summary>
internal static class NameRule
{
    private static readonly string[] Endings =
        ["Manager", "Service", "Handler", "Helper", "Helpers", "Util", "Utils", "Utility", "Data", "Info", "Dto"];

    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["GraphQL.Paging.PageInfo"] = "the Relay specification's name for it",
    };

    public static IReadOnlyList<string> Violations(IEnumerable<Type> types) =>
        [.. from type in types
            let name = Written.Called(type)
            let plain = type.Name.Split('`')[0]
            from ending in Endings
            where plain.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && Ends(plain, ending) && !Exceptions.ContainsKey(name)
            select $"{name} ends in {ending}"];

    /// <summary>A word of its own: metadata is one, and ends in no Data.</summary>
    private static bool Ends(string name, string ending) => name.Length == ending.Length || char.IsUpper(name[^ending.Length]);
}
