using GraphQLParser.AST;

namespace Diary.GraphQL.Execution;

/// <summary>How large a parsed document is, as written and with its fragments expanded. Each fragment is measured once.</summary>
internal sealed class DocumentSize
{
    /// <summary>
    /// How often introspection may nest its lists (fields, arguments' types, possible types): each level multiplies the answer by the
    /// size of the schema. The standard query of client tools nests two.
    /// </summary>
    public const int MaxIntrospectionLists = 3;

    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _expanded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lists = new(StringComparer.Ordinal);
    private readonly int _cap;

    public DocumentSize(GraphQLDocument document, int cap)
    {
        _cap = cap;
        foreach (var definition in document.Definitions)
        {
            Written((definition as IHasDirectivesNode)?.Directives);
            if (definition is GraphQLFragmentDefinition fragment)
            {
                _fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
                Written(fragment.SelectionSet);
            }
            else if (definition is GraphQLOperationDefinition operation)
            {
                Variables += operation.Variables?.Count ?? 0;
                Written(operation.SelectionSet);
            }
        }
        foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            Expanded = Math.Max(Expanded, Expand(operation.SelectionSet));
            IntrospectionLists = Math.Max(IntrospectionLists, Lists(operation.SelectionSet));
        }
    }

    public int Fields { get; private set; }

    public int Directives { get; private set; }

    public int Variables { get; private set; }

    public int Arguments { get; private set; }

    /// <summary>Of the largest operation; counting stops just above the cap.</summary>
    public int Expanded { get; }

    /// <summary>The deepest nesting of introspection's lists.</summary>
    public int IntrospectionLists { get; }

    private void Written(GraphQLSelectionSet set)
    {
        foreach (var selection in set.Selections)
        {
            Fields++;
            Written((selection as IHasDirectivesNode)?.Directives);
            Arguments += (selection as GraphQLField)?.Arguments?.Count ?? 0;
            if (Children(selection) is { } children)
                Written(children);
        }
    }

    private void Written(GraphQLDirectives? directives)
    {
        foreach (var directive in directives?.Items ?? [])
        {
            Directives++;
            Arguments += directive.Arguments?.Count ?? 0;
        }
    }

    private int Expand(GraphQLSelectionSet set)
    {
        var count = 0;
        foreach (var selection in set.Selections)
        {
            count += 1 + (Children(selection) is { } children ? Expand(children) : Spread(selection, _expanded, Expand));
            if (count > _cap)
                return _cap + 1;
        }
        return count;
    }

    private int Lists(GraphQLSelectionSet set)
    {
        var deepest = 0;
        foreach (var selection in set.Selections)
        {
            var below = Children(selection) is { } children ? Lists(children) : Spread(selection, _lists, Lists);
            var list = selection is GraphQLField { Name.StringValue: "fields" or "inputFields" or "interfaces" or "possibleTypes" or "types" };
            deepest = Math.Max(deepest, below + (list ? 1 : 0));
        }
        return deepest;
    }

    private int Spread(ASTNode selection, Dictionary<string, int> known, Func<GraphQLSelectionSet, int> measure)
    {
        if (selection is not GraphQLFragmentSpread { FragmentName.Name.StringValue: var name })
            return 0;
        if (known.TryGetValue(name, out var size))
            return size;
        known[name] = 0; // a cycle counts once; validation reports it
        return known[name] = _fragments.TryGetValue(name, out var fragment) ? measure(fragment.SelectionSet) : 0;
    }

    private static GraphQLSelectionSet? Children(ASTNode selection) => selection switch
    {
        GraphQLField field => field.SelectionSet,
        GraphQLInlineFragment inline => inline.SelectionSet,
        _ => null,
    };
}
