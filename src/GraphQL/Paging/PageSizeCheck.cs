using Diary.GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Diary.GraphQL.Paging;

/// <summary>
/// Gives every <c>first</c> and <c>last</c> argument of the schema its bounds, so that no list can forget them. Checked with the
/// variables, for cached documents too, before cost is reckoned: a negative size would else make an operation cheaper.
/// </summary>
internal sealed class PageSizeCheck : BaseSchemaNodeVisitor
{
    public override void VisitObjectFieldArgumentDefinition(QueryArgument argument, FieldType field, IObjectGraphType type, ISchema schema)
    {
        if (argument.Name is not ("first" or "last"))
            return;
        var most = argument.GetMetadata(PageLimitAttribute.Key, PageRequest.MaxSize);
        argument.Validator = size => Check(argument.Name, size, most);
    }

    private static void Check(string argument, object size, int most)
    {
        if (size is int rows && (rows < 0 || rows > most))
            throw new OperationRefused(ErrorCodes.InvalidPageSize, $"The argument '{argument}' must be between 0 and {most}.")
                .With("argument", argument).With("limit", most);
    }
}
