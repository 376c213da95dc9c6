using System.Reflection;
using Diary.Domain;

namespace Diary.Grains.Abstractions.Tests;

/// <summary>The assemblies whose types cross silos.</summary>
internal static class Contracts
{
    public static IReadOnlyList<Type> Types { get; } =
        [.. new[] { typeof(AccountId).Assembly, Assembly.Load(new AssemblyName("Diary.Grains.Abstractions")) }
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.Namespace?.StartsWith("Diary", StringComparison.Ordinal) is true)];
}
