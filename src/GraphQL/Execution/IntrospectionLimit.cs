using GraphQLParser.AST;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Bounds introspection by its shape, since it is free of cost so that client tools work. Each list nested in a list multiplies the
/// answer by the size of the schema. The standard query of client tools nests three and has nine.
/// </summary>
internal static class IntrospectionLimit
{
    private const int MaxNested = 3;
    private const int MaxLists = 20;

    /// <exception cref="DocumentRefused">DEPTH_EXCEEDED or DOCUMENT_TOO_LARGE.</exception>
    public static void Check(GraphQLDocument document, IReadOnlyDictionary<string, GraphQLFragmentDefinition> fragments)
    {
        var measure = new Measure(fragments);
        foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            var size = measure.Of(operation.SelectionSet, within: false);
            if (size.Nested > MaxNested)
                throw new DocumentRefused(ErrorCodes.DepthExceeded, $"Introspection may nest at most {MaxNested} lists.");
            if (size.Lists > MaxLists)
                throw new DocumentRefused(ErrorCodes.DocumentTooLarge, $"Introspection may select at most {MaxLists} lists.");
        }
    }

    private sealed record Size(int Nested, int Lists)
    {
        public static readonly Size None = new(0, 0);
    }

    private sealed class Measure(IReadOnlyDictionary<string, GraphQLFragmentDefinition> fragments)
    {
        private readonly Dictionary<(string Fragment, bool Within), Size> _known = [];

        public Size Of(GraphQLSelectionSet set, bool within)
        {
            var (nested, lists) = (0, 0);
            foreach (var selection in set.Selections)
            {
                var size = Of(selection, within);
                nested = Math.Max(nested, size.Nested);
                lists = Math.Min(lists + size.Lists, MaxLists + 1);
            }
            return new Size(nested, lists);
        }

        private Size Of(ASTNode selection, bool within)
        {
            switch (selection)
            {
                case GraphQLField field:
                    var name = field.Name.StringValue;
                    var below = field.SelectionSet is { } children ? Of(children, within || name is "__schema" or "__type") : Size.None;
                    return within && IsList(name) ? new Size(below.Nested + 1, below.Lists + 1) : below;
                case GraphQLInlineFragment inline:
                    return Of(inline.SelectionSet, within);
                case GraphQLFragmentSpread spread:
                    return OfFragment(spread.FragmentName.Name.StringValue, within);
                default:
                    return Size.None;
            }
        }

        private Size OfFragment(string name, bool within)
        {
            if (_known.TryGetValue((name, within), out var size))
                return size;
            _known[(name, within)] = Size.None; // a cycle counts once; validation reports it
            return _known[(name, within)] = fragments.TryGetValue(name, out var fragment) ? Of(fragment.SelectionSet, within) : Size.None;
        }

        private static bool IsList(string field) =>
            field is "types" or "fields" or "inputFields" or "interfaces" or "possibleTypes" or "enumValues" or "args" or "directives";
    }
}
