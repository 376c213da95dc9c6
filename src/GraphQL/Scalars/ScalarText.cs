using GraphQL.Types;
using GraphQLParser.AST;

namespace Diary.GraphQL.Scalars;

/// <summary>How the scalars that travel as text read it. GraphQL.NET puts the field or variable before the message.</summary>
internal static class ScalarText
{
    public static object Parse(ScalarGraphType scalar, object? input, Func<string, object?> parse)
    {
        var text = input switch
        {
            string value => value,
            GraphQLStringValue literal => (string)literal.Value,
            _ => null,
        };
        return text is not null && parse(text) is { } parsed ? parsed : throw Refused(scalar);
    }

    public static FormatException Refused(ScalarGraphType scalar) => new($"Expected {scalar.Name}: {scalar.Description}");
}
