using GraphQL.Execution;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Bounds a document, in linear time, before anything else looks at it. Validation is quadratic in equal fields, and collecting fields
/// is exponential in fragments that spread each other; both run synchronously, where no time limit reaches. Sixty fragments, 5 KB,
/// kept a core busy for more than a minute.
/// </summary>
internal sealed class DocumentLimits : IDocumentBuilder
{
    /// <summary>Fields and spreads as they are written.</summary>
    public int MaxFields { get; init; } = 500;

    /// <summary>Fields and spreads once every fragment stands where it is spread.</summary>
    public int MaxExpanded { get; init; } = 2000;

    /// <summary>Directives on definitions, fields and spreads together.</summary>
    public int MaxDirectives { get; init; } = 50;

    /// <summary>Variables of all operations together.</summary>
    public int MaxVariables { get; init; } = 50;

    /// <summary>Arguments of all fields and directives together.</summary>
    public int MaxArguments { get; init; } = 500;

    /// <summary>Operations and fragments together.</summary>
    public int MaxDefinitions { get; init; } = 100;

    private readonly GraphQLDocumentBuilder _parser = new() { MaxDepth = 64 };

    public GraphQLDocument Build(string body)
    {
        GraphQLDocument document;
        try
        {
            document = _parser.Build(body);
        }
        catch (GraphQLMaxDepthExceededException)
        {
            // GraphQL.NET takes this for no syntax error but for a fault of its own
            throw new DocumentRefused(ErrorCodes.DepthExceeded, "The document nests too deeply.");
        }
        var size = new DocumentSize(document, MaxExpanded);
        Cap(document.Definitions.Count, MaxDefinitions, "definitions");
        Cap(size.Fields, MaxFields, "fields");
        Cap(size.Directives, MaxDirectives, "directives");
        Cap(size.Variables, MaxVariables, "variables");
        Cap(size.Arguments, MaxArguments, "arguments");
        Cap(size.Expanded, MaxExpanded, "fields once fragments are expanded");
        IntrospectionLimit.Check(document, size.Fragments);
        LiteralText.Check(document, body);
        return document;
    }

    private static void Cap(int count, int max, string what)
    {
        if (count > max)
            throw new DocumentRefused(ErrorCodes.DocumentTooLarge, $"A document may have at most {max} {what}.");
    }
}
