using GraphQL;
using GraphQL.Types;

namespace Diary.GraphQL.Execution;

/// <summary>The served schema as text: what the golden file holds and client tools are fed.</summary>
public static class SchemaText
{
    // Older tools do not know the directive yet, so it is declared, as the contract does.
    private const string OneOf = "directive @oneOf on INPUT_OBJECT\n\n";

    /// <summary>The schema definition language of <paramref name="schema"/>, its types and members sorted by name.</summary>
    public static string Of(ISchema schema) =>
        OneOf + schema.Print(new() { StringComparison = StringComparison.Ordinal }).ReplaceLineEndings("\n").Trim() + "\n";
}
