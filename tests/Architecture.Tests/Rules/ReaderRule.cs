using System.Reflection;
using Diary.Domain;

namespace Diary.Architecture.Tests.Rules;

/// <summary>Whoever reads names the account, so that no query can forget it.</summary>
internal static class ReaderRule
{
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["AccountReader.FindByEmail"] = "finds out which account it is, by the keyed hash of its address",
        ["EntryReader.Expired"] = "serves the silo's own sweep of every account's trash, and no client",
        ["MediaReader.Expired"] = "serves the silo's own sweep of every account's files, and no client",
        ["ConnectionReader.ConnectedTo"] = "serves what Facebook tells of one of its users, and no client",
        ["FieldReader"] = "reads the fields of an event that was read already, and no database",
    };

    public static IReadOnlyList<string> Violations(IEnumerable<Type> types) =>
        [.. from type in types
            where type.Name.EndsWith("Reader", StringComparison.Ordinal) && !Exceptions.ContainsKey(type.Name)
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where !method.IsSpecialName && method.GetBaseDefinition().DeclaringType != typeof(object) && !Ends(method)
            where !method.GetParameters().Any(p => Names(p.ParameterType))
            let name = $"{type.Name}.{method.Name}"
            where !Exceptions.ContainsKey(name)
            select $"{name} does not name the account"];

    private static bool Ends(MethodInfo method) => method.Name is nameof(IDisposable.Dispose) or nameof(IAsyncDisposable.DisposeAsync);

    private static bool Names(Type parameter) => parameter == typeof(AccountId);
}
