namespace Diary.Architecture.Tests.Rules;

internal static class Rule
{
    /// <summary>Fails with every violation on a line of its own.</summary>
    public static void Holds(IReadOnlyList<string> violations) => Assert.True(violations.Count == 0, string.Join('\n', violations));
}
