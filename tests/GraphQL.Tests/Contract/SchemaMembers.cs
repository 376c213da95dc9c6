using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Diary.GraphQL.Tests.Contract;

/// <summary>
/// A schema taken apart: every member under a path of its own, such as <c>Query.entries(first:)</c>, with all that clients rely on.
/// </summary>
internal sealed class SchemaMembers
{
    private readonly SortedDictionary<string, SchemaMember> _members = new(StringComparer.Ordinal);

    private SchemaMembers(GraphQLDocument document)
    {
        foreach (var definition in document.Definitions)
        {
            Add(definition);
        }
    }

    public IReadOnlyDictionary<string, SchemaMember> All => _members;

    public static SchemaMembers Of(string sdl) => new(Parser.Parse(sdl));

    private void Add(ASTNode definition)
    {
        switch (definition)
        {
            case GraphQLScalarTypeDefinition scalar:
                Add(scalar.Name.StringValue, "scalar", scalar.Description);
                break;
            case GraphQLDirectiveDefinition directive:
                Add($"@{directive.Name.StringValue}", $"directive on {string.Join(" | ", directive.Locations.Items)}",
                    directive.Description);
                break;
            case GraphQLUnionTypeDefinition union:
                Add(union.Name.StringValue, "union", union.Description);
                foreach (var type in union.Types!)
                {
                    Add($"{union.Name.StringValue} = {type.Name.StringValue}", "member", null);
                }

                break;
            case GraphQLEnumTypeDefinition choice:
                Add(choice.Name.StringValue, "enum", choice.Description);
                foreach (var value in choice.Values!)
                {
                    Add($"{choice.Name.StringValue}.{value.Name.StringValue}", "value", value.Description);
                }

                break;
            case GraphQLInterfaceTypeDefinition type:
                AddFields(type.Name.StringValue, "interface", type.Description, type.Fields!, type.Interfaces);
                break;
            case GraphQLObjectTypeDefinition type:
                AddFields(type.Name.StringValue, "type", type.Description, type.Fields!, type.Interfaces);
                break;
            case GraphQLInputObjectTypeDefinition input:
                var oneOf = input.Directives?.Items.Exists(d => d.Name.StringValue == "oneOf") == true;
                Add(input.Name.StringValue, oneOf ? "input @oneOf" : "input", input.Description);
                AddInputs(input.Fields!, f => $"{input.Name.StringValue}.{f}");
                break;
            case GraphQLSchemaDefinition:
                break; // the roots have their default names in both
            default:
                throw new InvalidDataException($"A {definition.Kind} is not compared yet.");
        }
    }

    private void AddFields(string type, string kind, GraphQLDescription? description, IEnumerable<GraphQLFieldDefinition> fields,
        GraphQLImplementsInterfaces? interfaces)
    {
        Add(type, kind, description);
        foreach (var implemented in interfaces?.Items ?? [])
        {
            Add($"{type} : {implemented.Name.StringValue}", "interface", null);
        }

        foreach (var field in fields)
        {
            var path = $"{type}.{field.Name.StringValue}";
            Add(path, Type(field.Type), field.Description);
            AddInputs(field.Arguments?.Items ?? [], a => $"{path}({a}:)");
        }
    }

    private void AddInputs(IEnumerable<GraphQLInputValueDefinition> inputs, Func<string, string> path)
    {
        foreach (var input in inputs)
        {
            var shape = input.DefaultValue is { } value ? $"{Type(input.Type)} = {Print(value)}" : Type(input.Type);
            Add(path(input.Name.StringValue), shape, input.Description, input is { Type: GraphQLNonNullType, DefaultValue: null });
        }
    }

    private void Add(string path, string shape, GraphQLDescription? description, bool required = false) =>
        _members.Add(path, new SchemaMember(shape, description?.Value.ToString(), required));

    private static string Type(GraphQLType type) => type switch
    {
        GraphQLNonNullType required => $"{Type(required.Type)}!",
        GraphQLListType list => $"[{Type(list.Type)}]",
        GraphQLNamedType named => named.Name.StringValue,
        _ => throw new InvalidDataException("A type is of no known kind."),
    };

    private static string Print(ASTNode node) => new SDLPrinter().Print(node).Trim();
}

/// <summary>One member.</summary>
/// <param name="Shape">Its kind, or its type and default.</param>
/// <param name="Description">Its description; null where it has none.</param>
/// <param name="Required">Whether a client must give it.</param>
internal sealed record SchemaMember(string Shape, string? Description, bool Required);
