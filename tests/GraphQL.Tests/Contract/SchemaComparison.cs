namespace Diary.GraphQL.Tests.Contract;

/// <summary>Holds a served schema against the contract: it may add, and may not take or change.</summary>
internal static class SchemaComparison
{
    /// <summary>What is served otherwise than the contract says, one line a difference.</summary>
    public static IReadOnlyList<string> Differences(SchemaMembers contract, SchemaMembers served) =>
    [
        .. from member in contract.All
           where served.All.ContainsKey(member.Key)
           from difference in Differences(member.Key, member.Value, served.All[member.Key])
           select difference,
        .. from member in served.All
           where member.Value.Required && !contract.All.ContainsKey(member.Key) && contract.All.ContainsKey(Owner(member.Key))
           select $"{member.Key} is required, and the contract does not know it",
    ];

    /// <summary>What of the contract is not served: a type as one line, without its members.</summary>
    public static IReadOnlyList<string> Missing(SchemaMembers contract, SchemaMembers served) =>
        [.. contract.All.Keys.Where(path => !served.All.ContainsKey(path) && (Owner(path) is "" || served.All.ContainsKey(Owner(path))))];

    private static IEnumerable<string> Differences(string path, SchemaMember wanted, SchemaMember found)
    {
        if (wanted.Shape != found.Shape)
        {
            yield return $"{path} is {found.Shape}, and the contract says {wanted.Shape}";
        }

        if (wanted.Description is not null && wanted.Description != found.Description)
        {
            yield return $"{path} is described as '{found.Description}', and the contract says '{wanted.Description}'";
        }
    }

    /// <summary>The field of an argument, the type of a field; empty for a type.</summary>
    private static string Owner(string path) => path.IndexOf('(', StringComparison.Ordinal) is > 0 and var argument ? path[..argument]
        : path.IndexOfAny(['.', ' ']) is > 0 and var member ? path[..member]
        : "";
}
