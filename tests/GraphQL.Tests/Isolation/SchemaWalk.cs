using System.Text.Json.Nodes;
using GraphQL;
using GraphQL.Types;

namespace Diary.GraphQL.Tests.Isolation;

/// <summary>
/// Makes operations of whatever the schema has: one for each place where a root field takes an id, and one for each root field. What a
/// new field needs is filled in by the types alone.
/// </summary>
internal sealed class SchemaWalk(ISchema schema, Func<string, string?> known)
{
    private const int Depth = 4;

    /// <summary>Every place in an argument of a root field that takes an id.</summary>
    public IReadOnlyList<Operation> TakingIds() =>
        [.. Roots().SelectMany(r => r.Field.Arguments?.SelectMany(a => Ids(a.ResolvedType!, [a.Name])
            .Select(path => Make(r.Kind, r.Field, path))) ?? [])];

    /// <summary>Every root field, with what it requires and no more.</summary>
    public IReadOnlyList<Operation> All() => [.. Roots().Select(r => Make(r.Kind, r.Field, []))];

    /// <summary>Root queries that require no argument.</summary>
    public IReadOnlyList<Operation> Plain() =>
        [.. Roots().Where(r => r.Kind == "query" && r.Field.Arguments?.Any(IsRequired) != true).Select(r => Make(r.Kind, r.Field, []))];

    /// <summary>Mutations that require no argument and answer with a job.</summary>
    public IReadOnlyList<Operation> StartingJobs() =>
        [.. Roots().Where(r => r.Kind == "mutation" && r.Field.Arguments?.Any(IsRequired) != true
            && Named(r.Field.ResolvedType!) is IObjectGraphType payload && payload.Fields.Find("job") is not null)
            .Select(r => Make(r.Kind, r.Field, []))];

    /// <summary>Fields below the roots that take an id: there should be none, or this walk would have to find its way to them.</summary>
    public IReadOnlyList<string> NestedIds() =>
        [.. schema.AllTypes.OfType<IObjectGraphType>()
            .Where(t => t != schema.Query && t != schema.Mutation && t != schema.Subscription
                && !t.Name.StartsWith("__", StringComparison.Ordinal))
            .SelectMany(t => t.Fields.Where(f => f.Arguments?.Any(a => Ids(a.ResolvedType!, [a.Name]).Any()) == true)
                .Select(f => $"{t.Name}.{f.Name}"))];

    private IEnumerable<(string Kind, FieldType Field)> Roots() =>
        schema.Query.Fields.Select(f => ("query", f)).Concat(schema.Mutation!.Fields.Select(f => ("mutation", f)));

    private Operation Make(string kind, FieldType field, IReadOnlyList<string> slot)
    {
        var arguments = (field.Arguments ?? []).Where(a => IsRequired(a) || (slot.Count > 0 && slot[0] == a.Name)).ToList();
        var declared = arguments.Count == 0 ? "" : $"({string.Join(", ", arguments.Select(a => $"${a.Name}: {a.ResolvedType}"))})";
        var passed = arguments.Count == 0 ? "" : $"({string.Join(", ", arguments.Select(a => $"{a.Name}: ${a.Name}"))})";
        var document = $"{kind} {declared} {{ {field.Name}{passed} {Selection(field.ResolvedType!, Depth)} }}";
        return new Operation(field.Name, string.Join('.', slot), field.IsAuthorizationRequired(), document, id =>
        {
            var variables = new JsonObject();
            foreach (var argument in arguments)
            {
                variables[argument.Name] = Value(argument.ResolvedType!, argument.Name, slot.Count > 0 && slot[0] == argument.Name
                    ? slot.Skip(1).ToList() : null, id);
            }

            return variables;
        });
    }

    private static IEnumerable<IReadOnlyList<string>> Ids(IGraphType type, IReadOnlyList<string> path) => Named(type) switch
    {
        IdGraphType => [path],
        IInputObjectGraphType input when path.Count < 6 => input.Fields.SelectMany(f => Ids(f.ResolvedType!, [.. path, f.Name])),
        _ => [],
    };

    /// <summary>A value of the type. <paramref name="slot"/> is the rest of the way to where the id goes; null off that way.</summary>
    private JsonNode? Value(IGraphType type, string name, IReadOnlyList<string>? slot, string id) => type switch
    {
        NonNullGraphType some => Value(some.ResolvedType!, name, slot, id),
        ListGraphType list => slot is null ? new JsonArray() : new JsonArray(Value(list.ResolvedType!, name, slot, id)),
        IInputObjectGraphType input => Input(input, slot, id),
        IdGraphType => slot is null ? Guid.CreateVersion7().ToString() : id,
        EnumerationGraphType choice => choice.Values.First().Name,
        IntGraphType or FloatGraphType => 1,
        BooleanGraphType => false,
        _ when known(name) is { } value => value,
        { Name: "Date" } => "2026-11-23",
        { Name: "Base64" } => "AAAA",
        { Name: "Long" } => 1,
        _ => "x",
    };

    private JsonObject Input(IInputObjectGraphType input, IReadOnlyList<string>? slot, string id)
    {
        var next = slot is { Count: > 0 } ? slot[0] : null;
        var fields = input.IsOneOf
            ? [input.Fields.FirstOrDefault(f => f.Name == next) ?? input.Fields.First()]
            : input.Fields.Where(f => f.Name == next || (f.ResolvedType is NonNullGraphType && f.DefaultValue is null)).ToList();
        var value = new JsonObject();
        foreach (var field in fields)
        {
            value[field.Name] = Value(field.ResolvedType!, field.Name, field.Name == next ? slot!.Skip(1).ToList() : null, id);
        }

        return value;
    }

    /// <summary>All that can be had of a type without arguments, some levels deep.</summary>
    private static string Selection(IGraphType type, int depth) => Named(type) switch
    {
        UnionGraphType union => $"{{ __typename {Fragments(union.PossibleTypes, depth)} }}",
        IInterfaceGraphType choice => $"{{ __typename {Fields(choice, depth)} {Fragments(choice.PossibleTypes, depth)} }}",
        IObjectGraphType some => $"{{ __typename {Fields(some, depth)} }}",
        _ => "",
    };

    private static string Fragments(IEnumerable<IObjectGraphType> types, int depth) =>
        string.Join(' ', types.Select(t => $"... on {t.Name} {{ {Fields(t, depth, $"{t.Name}_")} __typename }}"));

    // An alias for each member of a union: two of them may call fields of other types by the same name.
    private static string Fields(IComplexGraphType type, int depth, string alias = "") => string.Join(' ', type.Fields
        .Where(f => f.Arguments?.Any(IsRequired) != true && (depth > 1 || Named(f.ResolvedType!) is ScalarGraphType))
        .Select(f => $"{(alias.Length > 0 ? $"{alias}{f.Name}: " : "")}{f.Name}{Page(f)} {Selection(f.ResolvedType!, depth - 1)}"));

    // Small pages: full ones within a list would cost more than an operation may.
    private static string Page(FieldType field) => field.Arguments?.Find("first") is null ? "" : "(first: 4)";

    private static bool IsRequired(QueryArgument argument) => argument is { ResolvedType: NonNullGraphType, DefaultValue: null };

    private static IGraphType Named(IGraphType type) => type switch
    {
        NonNullGraphType some => Named(some.ResolvedType!),
        ListGraphType list => Named(list.ResolvedType!),
        _ => type,
    };
}

/// <summary>A document and its variables, with a place for an id.</summary>
/// <param name="Field">The root field.</param>
/// <param name="Slot">Where the id goes; empty where none does.</param>
/// <param name="NeedsSession">Whether the field is for the signed in only.</param>
/// <param name="Document">The text.</param>
/// <param name="Variables">The variables, for an id.</param>
internal sealed record Operation(string Field, string Slot, bool NeedsSession, string Document, Func<string, JsonObject> Variables)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}({Slot})";
}
