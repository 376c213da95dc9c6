namespace Diary.Search.Tests;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Don't stop.", "don't|stop")]
    [InlineData("don’t", "don't")]
    [InlineData("3.14 and 1,000;", "3.14|and|1,000")]
    [InlineData("naïve", "naïve")]
    [InlineData("The quick (\"brown\") fox can't jump 32.3 feet, right?", "the|quick|brown|fox|can't|jump|32.3|feet|right")]
    [InlineData("well-known", "well|known")]
    [InlineData("'quoted' dogs'", "quoted|dogs")]
    [InlineData("example.com e.g.", "example.com|e.g")]
    [InlineData("snake_case __init__ ___", "snake_case|__init__")]
    [InlineData("mum:called", "mum|called")]
    [InlineData("12:30 5th B2", "12|30|5th|b2")]
    [InlineData("a,b 1,b", "a|b|1|b")]
    [InlineData("m² ½ € $5", "m|5")]
    [InlineData("צה״ל", "צה״ל")]
    [InlineData("l'amour", "l'amour")]
    [InlineData("Привет, мир!", "привет|мир")]
    [InlineData("مرحبا بالعالم", "مرحبا|بالعالم")]
    [InlineData("", "")]
    [InlineData(" \t\n--- ... ", "")]
    public void Words_are_found_by_annex_29(string text, string words) => Assert.Equal(words, Found(text));

    [Theory]
    [InlineData("日本語", "日本|本語")]
    [InlineData("猫", "猫")]
    [InlineData("猫、犬", "猫|犬")]
    [InlineData("東京タワーへ", "東京|京タ|タワ|ワー|ーへ")]
    [InlineData("한국어 말", "한국|국어|말")]
    [InlineData("3月に", "3|月に")]
    [InlineData("バス", "バス")]
    [InlineData("ﾊﾞｽ", "バス")]
    [InlineData("がっこう", "がっ|っこ|こう")]
    [InlineData("ไทย", "ไท|ทย")]
    [InlineData("𠮷野家", "𠮷野|野家")]
    public void Scripts_without_spaces_are_cut_into_overlapping_pairs(string text, string words) => Assert.Equal(words, Found(text));

    [Theory]
    [InlineData("nice 😀!", "nice|😀")]
    [InlineData("😀😀", "😀|😀")]
    [InlineData("👨‍👩‍👧x", "👨👩👧|x")]
    [InlineData("👍🏽", "👍🏽")]
    [InlineData("🇩🇪🇫🇷", "🇩🇪|🇫🇷")]
    [InlineData("❤️", "❤")]
    public void Emoji_are_words(string text, string words) => Assert.Equal(words, Found(text));

    [Theory]
    [InlineData("STRASSE", "strasse")]
    [InlineData("Straße", "strasse")]
    [InlineData("ﬁne", "fine")]
    [InlineData("Ｗｉｄｅ", "wide")]
    [InlineData("cafe\u0301", "café")]
    [InlineData("so\u00ADlong", "solong")]
    [InlineData("ΟΔΟΣ", "οδοσ")]
    [InlineData("οδός", "οδόσ")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("ÉCOLE", "école")]
    [InlineData("Ё", "ё")]
    public void Words_are_folded(string text, string folded) => Assert.Equal(folded, Found(text));

    [Fact]
    public void A_word_knows_where_it_stands_in_the_text()
    {
        const string text = "So, Straße 日本語!";

        Assert.Equal(["So", "Straße", "日本", "本語"], Words.Of(text).Select(word => text.Substring(word.Start, word.Length)));
    }

    [Fact]
    public void A_long_word_is_cut_and_its_rest_passed_over() =>
        Assert.Equal([new Word(0, 64, new string('a', 64)), new Word(101, 3, "end")], Words.Of(new string('a', 100) + " end"));

    [Fact]
    public void A_long_word_is_not_cut_within_a_character()
    {
        var word = Words.Of("a" + string.Concat(Enumerable.Repeat("𝒳", 60))).Single();

        Assert.Equal(63, word.Length);
        Assert.Equal("a" + new string('x', 31), word.Folded);
    }

    [Fact]
    public void Counting_finds_as_many() => Assert.Equal(4, Words.Count("So, the 日本語!"));

    private static string Found(string text) => string.Join('|', Words.Of(text).Select(word => word.Folded));
}
