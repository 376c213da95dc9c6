using CsCheck;

namespace Diary.Search.Tests;

/// <summary>What property tests are made of.</summary>
internal static class Any
{
    public static Gen<T> Of<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);
}
