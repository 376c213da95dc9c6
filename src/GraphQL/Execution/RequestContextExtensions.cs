using GraphQL;

namespace Diary.GraphQL.Execution;

/// <summary>How a resolver reaches its request.</summary>
public static class RequestContextExtensions
{
    /// <summary>The request that the field is resolved for.</summary>
    public static DiaryRequest Request(this IResolveFieldContext context) =>
        context.UserContext as DiaryRequest ?? throw new InvalidOperationException("The document was executed without a DiaryRequest.");

    /// <summary>The caller's session as the authenticator made it; UNAUTHENTICATED where there is none.</summary>
    public static TSession Session<TSession>(this IResolveFieldContext context) where TSession : class, IRequestSession =>
        context.Request().Session as TSession ?? throw Guard.Denied(context.Request());
}
