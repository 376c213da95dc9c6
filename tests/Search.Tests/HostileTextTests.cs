using CsCheck;

namespace Diary.Search.Tests;

/// <summary>Whatever somebody sends: it is read to its end, and nothing throws.</summary>
public sealed class HostileTextTests
{
    private const int Mebi = 1 << 20;

    private static readonly char[] Spiteful =
    [
        .. "aZé 日猫가\"*-'’.,:_1²<>&\n", '\0', '\uD800', '\uDC00', '\uD83D', '\uDE00', '\uFFFE', '\uFFFF', '\u0301', '\u200D', '\u00AD',
        '\uFE0F', '\u0E33', '\uFDFA', '\u1100', '\uFF9E', '\u0130', '\u3164',
    ];

    public static readonly Gen<string> AnyText = Gen.OneOf(
        Any.Of(Spiteful).Array[0, 200].Select(characters => new string(characters)),
        Gen.Char.Array[0, 200].Select(characters => new string(characters)));

    private static readonly Dictionary<string, string> Long = new(StringComparer.Ordinal)
    {
        ["one word"] = new string('a', Mebi),
        ["combining marks"] = new string('\u0301', Mebi),
        ["combining marks on a letter"] = "a" + new string('\u0301', Mebi),
        ["combining marks on a Han character"] = "猫" + new string('\u0301', Mebi),
        ["lone surrogates"] = new string('\uD800', Mebi),
        ["NULs"] = new string('\0', Mebi),
        ["Han characters"] = new string('猫', Mebi),
        ["ligatures that unfold to four words"] = new string('\uFDFA', Mebi),
        ["apostrophes between letters"] = Repeated("a'"),
        ["hyphens between letters"] = Repeated("a-"),
        ["joined emoji"] = Repeated("😀\u200D"),
        ["one word over and over"] = Repeated("or "),
        ["open tags"] = Repeated("<b"),
        ["quotes"] = new string('"', Mebi),
        ["an open quote"] = '"' + Repeated("cat "),
        ["dashes"] = new string('-', Mebi),
        ["stars"] = new string('*', Mebi),
        ["underscores"] = new string('_', Mebi),
    };

    public static TheoryData<string> LongOnes => [.. Long.Keys];

    [Fact]
    public void Words_lie_within_the_text_in_order_and_are_folded_for_good() => AnyText.Sample(text =>
    {
        var last = -1;
        foreach (var word in Words.Of(text))
        {
            Assert.InRange(word.Start, last + 1, text.Length - word.Length);
            Assert.InRange(word.Length, 1, 64);
            Assert.InRange(word.Folded.Length, 1, 64);
            Assert.Equal(word.Folded, Folding.Fold(word.Folded));
            last = word.Start;
        }

        Assert.Equal(Words.Of(text).Count, Words.Count(text));
    });

    [Fact]
    public void Every_word_has_a_stem_or_is_a_stop_word() => AnyText.Sample(text => Assert.All(Languages.All, language =>
    {
        var stemmer = new Stemmer(language);
        foreach (var word in Words.Of(text))
            Assert.NotEqual("", stemmer.Stem(word.Folded));
    }));

    [Fact]
    public void Any_query_is_answered_on_any_text_with_well_formed_markup() => Gen.Select(AnyText, AnyText).Sample((query, body) =>
    {
        var matcher = new TextMatcher(SearchQuery.Parse(query), [Language.English, Language.French]);
        var found = matcher.Match(new SearchText(query, body));

        Markup.IsSafe(Snippets.Of(body, found.Marks), found.Marks.Count > 0);
    });

    [Fact]
    public void A_language_is_detected_or_not() => AnyText.Sample(text => LanguageDetection.Detect(text) is null or >= Language.English);

    [Theory]
    [MemberData(nameof(LongOnes))]
    public void A_mebibyte_is_read_to_its_end(string of)
    {
        var text = Long[of];
        var query = SearchQuery.Parse(text);
        var matcher = new TextMatcher(query, Languages.All);
        var found = matcher.Match(new SearchText(text, text));

        Assert.InRange(query.All.Count, 0, SearchQuery.MostTerms);
        Assert.Equal(Words.Count(text), found.BodyWords);
        Assert.True(Snippets.Of(text, found.Marks).Length < 10 * Snippets.Width);
        Assert.True(LanguageDetection.Detect(text) is null or Language.English);
        Assert.Equal(0, Spelling.Distance(text, text, 2));
    }

    private static string Repeated(string part) => string.Concat(Enumerable.Repeat(part, Mebi / part.Length));
}
