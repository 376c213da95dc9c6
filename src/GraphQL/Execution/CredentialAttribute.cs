using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Marks a root field that checks a credential. Each time that it stands in a document counts against the address, so that aliases pass no
/// more than requests of their own would.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CredentialAttribute : GraphQLAttribute
{
    internal const string Key = "CREDENTIAL";

    /// <inheritdoc/>
    public override void Modify(FieldType fieldType, bool isInputType) => fieldType.WithMetadata(Key, true);
}

/// <summary>Counts before the field runs.</summary>
internal sealed class CredentialLimit : BaseSchemaNodeVisitor
{
    public override void VisitObjectFieldDefinition(FieldType field, IObjectGraphType type, ISchema schema)
    {
        if (field.GetMetadata(CredentialAttribute.Key, false))
            field.Resolver = new CountedField(
                field.Resolver ?? throw new InvalidOperationException($"{type.Name}.{field.Name} checks a credential by no resolver."));
    }

    private sealed class CountedField(IFieldResolver inner) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context)
        {
            context.RequestServices!.GetRequiredService<RateLimits>().CountCredential();
            return inner.ResolveAsync(context);
        }
    }
}
