using CsCheck;

namespace Diary.Search.Tests;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("cat", "", 3)]
    [InlineData("office", "office", 0)]
    [InlineData("office", "offise", 1)]
    [InlineData("office", "ofice", 1)]
    [InlineData("office", "offfice", 1)]
    [InlineData("office", "offcie", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    [InlineData("abcd", "badc", 2)]
    public void Distances_are_known(string a, string b, int distance)
    {
        Assert.Equal(distance, Spelling.Distance(a, b, 9));
        Assert.Equal(distance, Spelling.Distance(b, a, 9));
    }

    [Fact]
    public void A_bounded_distance_is_the_distance_or_one_beyond_the_bound()
    {
        var word = Gen.Char["abc"].Array[0, 80].Select(characters => new string(characters));
        var edited = Gen.Select(word, word, Gen.Int[0, 80]).Select((a, b, cut) => (a, a[..Math.Min(cut, a.Length)] + b));

        Gen.Select(Gen.OneOf(Gen.Select(word, word).Select((a, b) => (a, b)), edited), Gen.Int[0, 12]).Sample((words, most) =>
            Spelling.Distance(words.Item1, words.Item2, most) == Math.Min(Whole(words.Item1, words.Item2), most + 1));
    }

    [Theory]
    [InlineData("four", 0)]
    [InlineData("fives", 1)]
    [InlineData("eighteen", 1)]
    [InlineData("nineteen9", 0)]
    [InlineData("nineteens", 2)]
    [InlineData("20240101", 0)]
    [InlineData("", 0)]
    public void Longer_words_are_forgiven_more_and_numbers_nothing(string word, int allowed) =>
        Assert.Equal(allowed, Spelling.Allowed(word));

    [Theory]
    [InlineData("offise", "office")]
    [InlineData("parliment", "parliament")]
    [InlineData("office", "office")]
    [InlineData("hoses", "horses houses noses")]
    [InlineData("cta", "")]
    [InlineData("xylophone", "")]
    public void The_nearest_words_are_found(string word, string nearest) => Assert.Equal(
        nearest.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Spelling.Nearest(word, ["cat", "horses", "office", "offices", "parliament", "houses", "noses", "parchment"]));

    [Fact]
    public void No_more_than_twenty_are_given() =>
        Assert.Equal(20, Spelling.Nearest("words", Enumerable.Range(0, 100).Select(i => $"word{(char)('ʰ' + i)}")).Count);

    [Fact]
    public void A_negative_bound_is_misuse() => Assert.Throws<ArgumentOutOfRangeException>(() => Spelling.Distance("a", "b", -1));

    /// <summary>The whole table, by the definition.</summary>
    private static int Whole(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
                table[i, j] = i == 0 || j == 0 ? i + j : Cell(a, b, i, j, table);
        }

        return table[a.Length, b.Length];
    }

    private static int Cell(string a, string b, int i, int j, int[,] table)
    {
        var replaced = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var least = Math.Min(replaced, 1 + Math.Min(table[i - 1, j], table[i, j - 1]));
        return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(least, table[i - 2, j - 2] + 1) : least;
    }
}
