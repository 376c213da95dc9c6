using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Refuses string literals that are not Unicode, such as <c>"\uD800"</c>: half a surrogate pair can be neither stored nor sent back.
/// Text in variables is checked where the request is read.
/// </summary>
internal static class LiteralText
{
    /// <summary>Looks at the literals only where <paramref name="body"/> has an escape that could be a surrogate.</summary>
    public static void Check(GraphQLDocument document, string body)
    {
        if (!body.Contains("\\uD", StringComparison.OrdinalIgnoreCase))
            return;
        var context = new Literals();
        var visit = new Visitor().VisitAsync(document, context);
        if (!visit.IsCompletedSuccessfully || context.Broken)
            throw new DocumentRefused(ErrorCodes.Invalid, "A string literal has half of a surrogate pair, which is no Unicode text.");
    }

    private static bool IsUnicode(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }

    private sealed class Literals : IASTVisitorContext
    {
        public bool Broken { get; set; }

        public CancellationToken CancellationToken => CancellationToken.None;
    }

    private sealed class Visitor : ASTVisitor<Literals>
    {
        protected override ValueTask VisitStringValueAsync(GraphQLStringValue stringValue, Literals context)
        {
            context.Broken |= !IsUnicode(stringValue.Value.Span);
            return default;
        }
    }
}
