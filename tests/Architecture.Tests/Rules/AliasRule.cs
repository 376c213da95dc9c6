using System.Reflection;

namespace Diary.Architecture.Tests.Rules;

/// <summary>What crosses silos is named by us and not by its place in the code, so that it can be moved while a cluster runs.</summary>
internal static class AliasRule
{
    public static IReadOnlyList<string> Missing(IEnumerable<Type> types) =>
        [.. from type in types
            where IsGrain(type) || type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
            from member in IsGrain(type) ? [type, .. type.GetMethods()] : new MemberInfo[] { type }
            where Alias(member) is null
            select $"{Written.Called(type)}{(member is MethodInfo ? "." + member.Name : "")} has no alias"];

    public static IReadOnlyList<string> Shared(IEnumerable<(string Type, string Alias)> aliases) =>
        [.. from named in aliases
            group named.Type by named.Alias into same
            where same.Count() > 1
            select $"{same.Key} is the alias of {string.Join(" and ", same)}"];

    public static IEnumerable<(string Type, string Alias)> Aliases(IEnumerable<Type> types) =>
        from type in types
        let alias = Alias(type)
        where alias is not null
        select (Written.Called(type), alias);

    private static bool IsGrain(Type type) => type is { IsVisible: true, IsInterface: true } && typeof(IGrain).IsAssignableFrom(type);

    private static string? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;
}
