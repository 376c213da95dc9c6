using Diary.GraphQL.Paging;
using GraphQL.Types;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;
using GraphQLParser.AST;

namespace Diary.GraphQL.Execution;

/// <summary>
/// What an operation may cost and how deep it may nest, computed with its variables. Each field costs one, times the sizes of the pages
/// and lists around it. Registered for cached documents too: a page of one would else let a later page of a hundred through.
/// </summary>
internal static class CostLimit
{
    /// <summary>The size assumed for a list that has no <c>first</c> or <c>last</c>.</summary>
    private const int UnboundedList = 10;

    public static ComplexityValidationRule Rule(GraphQLOptions limits) => new(new ComplexityOptions
    {
        MaxComplexity = null, // decided below, with codes of our own
        MaxDepth = null,
        DefaultComplexityImpactDelegate = Impact,
        ValidateComplexityDelegate = operation =>
        {
            operation.Error = Judge(operation, limits);
            return Task.CompletedTask;
        },
    });

    private static OperationRefused? Judge(ComplexityValidationContext operation, GraphQLOptions limits)
    {
        if (operation.TotalImpact > limits.MaxCost)
            return new OperationRefused(ErrorCodes.CostExceeded, "The operation costs too much. Ask for smaller pages or fewer fields.")
                .With("cost", Math.Min(Math.Ceiling(operation.TotalImpact), int.MaxValue)).With("limit", limits.MaxCost);
        var deepest = IsIntrospection(operation.ValidationContext.Operation) ? limits.MaxIntrospectionDepth : limits.MaxDepth;
        return operation.MaxDepth <= deepest
            ? null
            : new OperationRefused(ErrorCodes.DepthExceeded, $"The operation nests {operation.MaxDepth} levels; {deepest} are allowed.")
                .With("depth", operation.MaxDepth).With("limit", deepest);
    }

    private static bool IsIntrospection(GraphQLOperationDefinition operation) =>
        operation.SelectionSet.Selections.TrueForAll(selection =>
            selection is GraphQLField { Name.StringValue: "__schema" or "__type" or "__typename" });

    private static FieldComplexityResult Impact(FieldImpactContext field)
    {
        var lists = Lists(field.FieldDefinition.ResolvedType);
        if (lists == 0)
            return new FieldComplexityResult(1, 1);
        // edges and nodes take their size from the connection above them
        var page = PageSize(field);
        if (page is null && field.Parent is { } parent && Lists(parent.FieldDefinition.ResolvedType) == 0)
            page = PageSize(parent);
        return new FieldComplexityResult(1, page ?? Math.Pow(UnboundedList, lists));
    }

    private static double? PageSize(FieldImpactContext field)
    {
        if (field.FieldDefinition.Arguments is not { } declared || (declared.Find("first") ?? declared.Find("last")) is null)
            return null;
        var size = Math.Max(Given("first"), Given("last"));
        return size < 0 ? PageRequest.DefaultSize : Math.Min(size, PageRequest.LargestSize);

        int Given(string name) =>
            field.Arguments is { } given && given.TryGetValue(name, out var argument) && argument.Value is int rows ? rows : -1;
    }

    private static int Lists(IGraphType? type)
    {
        var lists = 0;
        while (type is IProvideResolvedType { ResolvedType: { } inner })
        {
            lists += type is ListGraphType ? 1 : 0;
            type = inner;
        }
        return lists;
    }
}
