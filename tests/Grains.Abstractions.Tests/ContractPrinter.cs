using System.Globalization;
using System.Reflection;
using System.Text;

namespace Diary.Grains.Abstractions.Tests;

/// <summary>
/// Prints what silos say to each other: the grain interfaces, the serialized types and the enums, by the names that go over the wire.
/// A type may move without a change here; a method, a member or an id may not.
/// </summary>
internal static class ContractPrinter
{
    public static string Print(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var section in types.Select(Section).Where(section => section.Length > 0).Order(StringComparer.Ordinal))
            text.Append(section).Append('\n');
        return text.ToString();
    }

    private static string Section(Type type) => type switch
    {
        { IsVisible: false } => "",
        { IsInterface: true } when typeof(IGrain).IsAssignableFrom(type) => Grain(type),
        { IsEnum: true } when type.DeclaringType is null || IsSerialized(type.DeclaringType) => Enum(type),
        _ when IsSerialized(type) => Serialized(type),
        _ => "",
    };

    private static bool IsSerialized(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    private static string Grain(Type type) => Block(
        $"grain {Alias(type)} : " + string.Join(", ", type.GetInterfaces()
            .Where(i => !i.IsAssignableFrom(typeof(IGrain))).Select(TypeName.Of).Order(StringComparer.Ordinal)),
        type.GetMethods().OrderBy(m => m.Name, StringComparer.Ordinal).Select(m =>
            $"{Alias(m)}({string.Join(", ", m.GetParameters().Select(p => $"{TypeName.Of(p.ParameterType)} {p.Name}"))}) : "
            + $"{TypeName.Of(m.ReturnType)}"));

    private static string Enum(Type type) => Block(
        $"enum {Alias(type)} : {TypeName.Of(System.Enum.GetUnderlyingType(type))}",
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (f.Name, Value: Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)))
            .OrderBy(f => f.Value).Select(f => $"{f.Value} {f.Name}"));

    private static string Serialized(Type type) => Block(
        $"{(type.IsValueType ? "value" : type.IsAbstract ? "union" : "type")} {Alias(type)}{Base(type)}",
        [.. Parameters(type), .. Members(type)]);

    private static string Base(Type type) =>
        type.BaseType is { } b && IsSerialized(b) ? $" : {Alias(b)}" : "";

    /// <summary>A record's primary parameters, which are numbered by their order.</summary>
    private static IEnumerable<string> Parameters(Type type) => Primary(type)?.GetParameters()
        .Select((p, index) => $"{index} {p.Name} : {TypeName.Of(p.ParameterType)}") ?? [];

    private static ConstructorInfo? Primary(Type type) => type.GetConstructors()
        .Where(c => c.GetParameters() is { Length: > 0 } all && all.All(p => type.GetProperty(p.Name!)?.PropertyType == p.ParameterType))
        .MaxBy(c => c.GetParameters().Length);

    private static IEnumerable<string> Members(Type type) =>
        from member in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let id = member.GetCustomAttribute<IdAttribute>()
        where id is not null
        orderby id.Id
        select $"[{id.Id}] {member.Name} : {TypeName.Of(member is FieldInfo f ? f.FieldType : ((PropertyInfo)member).PropertyType)}";

    private static string Alias(MemberInfo member) =>
        member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? $"{member.Name} (no alias)";

    private static string Block(string head, IEnumerable<string> lines) => head + "\n" + string.Concat(lines.Select(line => $"  {line}\n"));
}
