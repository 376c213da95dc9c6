using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Diary.Architecture.Tests;

/// <summary>Tells what somebody wrote from what a compiler or a generator added.</summary>
internal static class Written
{
    public static bool ByHand(Type type) =>
        type.Namespace is null or "Diary" or ['D', 'i', 'a', 'r', 'y', '.', ..]
        && !type.Name.Contains('<', StringComparison.Ordinal)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute))
        && !type.IsDefined(typeof(GeneratedCodeAttribute))
        && (type.DeclaringType is not { } outer || ByHand(outer));

    /// <summary>The full name without the namespace's first part, nested types after a dot.</summary>
    public static string Called(Type type)
    {
        var name = (type.FullName ?? type.Name).Replace('+', '.');
        return name.StartsWith("Diary.", StringComparison.Ordinal) ? name["Diary.".Length..] : name;
    }
}
