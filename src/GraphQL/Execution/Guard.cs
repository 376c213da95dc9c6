using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Enforces <c>[Authorize]</c>, which GraphQL.NET only records: the field's resolver is wrapped when the schema is built, so that no
/// fragment, alias, directive or cached document steps round it, and open fields pay nothing. A root field that says neither
/// <c>[Authorize]</c> nor <c>[AllowAnonymous]</c> stops the start.
/// </summary>
internal sealed class Guard : BaseSchemaNodeVisitor
{
    public override void VisitObjectFieldDefinition(FieldType field, IObjectGraphType type, ISchema schema)
    {
        if (type.Name.StartsWith("__", StringComparison.Ordinal) || field.Name.StartsWith("__", StringComparison.Ordinal))
            return;
        var root = type == schema.Query || type == schema.Mutation || type == schema.Subscription;
        if (root && !field.IsAuthorizationRequired() && !field.IsAnonymousAllowed())
            throw new InvalidOperationException($"{type.Name}.{field.Name} must say [Authorize] or [AllowAnonymous].");
        if (field.GetPolicies() is { Count: > 0 } || field.GetRoles() is { Count: > 0 })
            throw new InvalidOperationException($"{type.Name}.{field.Name} names a policy or a role, which nothing here enforces.");
        if (!field.IsAuthorizationRequired() && (!type.IsAuthorizationRequired() || field.IsAnonymousAllowed()))
            return;
        if (field.StreamResolver is { } stream)
            field.StreamResolver = new GuardedStream(stream);
        else
            field.Resolver = new GuardedField(
                field.Resolver ?? NameFieldResolver.Instance, field.GetMetadata(AllowEndedAttribute.Key, false));
    }

    /// <summary>The error for a caller without a session; it says whether there was a token.</summary>
    internal static DiaryError Denied(DiaryRequest request) =>
        new(ErrorCodes.Unauthenticated, request.Caller is AuthenticationOutcome.Refused refused ? refused.Reason : "Sign in first.");

    private static void Check(IResolveFieldContext context, bool allowsEnded)
    {
        if (context.Request() is { Session: null } request && !(allowsEnded && request.EndedAccount is not null))
            throw Denied(request);
    }

    private sealed class GuardedField(IFieldResolver inner, bool allowsEnded) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context)
        {
            Check(context, allowsEnded);
            return inner.ResolveAsync(context);
        }
    }

    private sealed class GuardedStream(ISourceStreamResolver inner) : ISourceStreamResolver
    {
        public ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context)
        {
            Check(context, allowsEnded: false);
            return inner.ResolveAsync(context);
        }
    }
}
