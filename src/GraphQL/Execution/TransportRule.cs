using GraphQL.Validation;
using GraphQLParser.AST;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Which operations a transport may run: GET no mutations, since a link on another site can send a GET, and a plain request no
/// subscriptions. Registered for cached documents too, or the second GET of a mutation would pass.
/// </summary>
internal sealed class TransportRule : ValidationRuleBase
{
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        if (context.UserContext is DiaryRequest request)
        {
            var refusal = context.Operation.Operation switch
            {
                OperationType.Mutation when !request.AllowMutation => "Mutations need POST.",
                OperationType.Subscription when !request.AllowSubscription => "Subscriptions need a streaming transport.",
                _ => null,
            };
            if (refusal is not null)
                context.ReportError(new OperationRefused(ErrorCodes.MethodNotAllowed, refusal));
        }
        return default;
    }
}
