using GraphQLParser.AST;

namespace Diary.GraphQL.Execution;

/// <summary>How large a parsed document is, as written and with its fragments expanded. Each fragment is measured once.</summary>
internal sealed class DocumentSize
{
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _expanded = new(StringComparer.Ordinal);
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
            Expanded = Math.Max(Expanded, Expand(operation.SelectionSet));
    }

    public int Fields { get; private set; }

    public int Directives { get; private set; }

    public int Variables { get; private set; }

    public int Arguments { get; private set; }

    /// <summary>Of the largest operation; counting stops just above the cap.</summary>
    public int Expanded { get; }

    /// <summary>The document's fragments by name.</summary>
    public IReadOnlyDictionary<string, GraphQLFragmentDefinition> Fragments => _fragments;

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
            count += 1 + (Children(selection) is { } children ? Expand(children) : Spread(selection));
            if (count > _cap)
                return _cap + 1;
        }
        return count;
    }

    private int Spread(ASTNode selection)
    {
        if (selection is not GraphQLFragmentSpread { FragmentName.Name.StringValue: var name })
            return 0;
        if (_expanded.TryGetValue(name, out var size))
            return size;
        _expanded[name] = 0; // a cycle counts once; validation reports it
        return _expanded[name] = _fragments.TryGetValue(name, out var fragment) ? Expand(fragment.SelectionSet) : 0;
    }

    internal static GraphQLSelectionSet? Children(ASTNode selection) => selection switch
    {
        GraphQLField field => field.SelectionSet,
        GraphQLInlineFragment inline => inline.SelectionSet,
        _ => null,
    };
}
