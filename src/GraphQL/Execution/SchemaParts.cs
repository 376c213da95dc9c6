using GraphQL;
using GraphQL.DI;
using GraphQL.Types;

namespace Diary.GraphQL.Execution;

/// <summary>What a noun adds to the schema beside the fields that lead to it.</summary>
public static class SchemaParts
{
    /// <summary>Adds an object type that the schema shows only behind an interface, such as a problem of its own kind.</summary>
    public static IGraphQLBuilder AddObject<T>(this IGraphQLBuilder builder) where T : class =>
        builder.ConfigureSchema(schema => schema.RegisterType(typeof(AutoRegisteringObjectGraphType<T>)));

    /// <summary>Makes fields of the marker type <typeparamref name="T"/> a union of <paramref name="members"/>.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="name">The union's name in the schema.</param>
    /// <param name="members">The classes that implement the marker and that the schema shows.</param>
    public static IGraphQLBuilder AddUnion<T>(this IGraphQLBuilder builder, string name, params Type[] members) where T : class
    {
        builder.Services.Register(_ => new UnionOf<T>(name, members), ServiceLifetime.Singleton);
        return builder.ConfigureSchema(schema => schema.RegisterTypeMapping(typeof(T), typeof(UnionOf<T>)));
    }

    private sealed class UnionOf<T> : UnionGraphType where T : class
    {
        public UnionOf(string name, Type[] members)
        {
            Name = name;
            foreach (var member in members)
                Type(typeof(AutoRegisteringObjectGraphType<>).MakeGenericType(member));
        }
    }
}
