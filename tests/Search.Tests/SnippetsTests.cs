using CsCheck;

namespace Diary.Search.Tests;

public sealed class SnippetsTests
{
    [Theory]
    [InlineData("cat", "The cats slept.", "The <mark>cats</mark> slept.")]
    [InlineData("cat", "<script>cat</script> & \"it's\"", "&lt;script&gt;<mark>cat</mark>&lt;/script&gt; &amp; &quot;it&#39;s&quot;")]
    [InlineData("amp", "a & b &amp; c", "a &amp; b &amp;<mark>amp</mark>; c")]
    [InlineData("mark", "<mark>mark</mark>", "&lt;<mark>mark</mark>&gt;<mark>mark</mark>&lt;/<mark>mark</mark>&gt;")]
    [InlineData("don't", "I don't know", "I <mark>don&#39;t</mark> know")]
    [InlineData("cat", "one\r\n\n  two\0\tcat ", "one two <mark>cat</mark> ")]
    [InlineData("日本語", "私は日本語を話す", "私は<mark>日本語</mark>を話す")]
    [InlineData("😀", "so 😀!", "so <mark>😀</mark>!")]
    [InlineData("\"to the office\"", "Went to the office", "Went to the <mark>office</mark>")]
    [InlineData("\"big office\"", "A big office is big", "A <mark>big</mark> <mark>office</mark> is big")]
    [InlineData("cat -dog", "A cat", "A <mark>cat</mark>")]
    public void Matches_are_marked_and_the_rest_is_escaped(string query, string body, string snippet) =>
        Assert.Equal(snippet, Of(query, body));

    [Fact]
    public void Halves_of_characters_are_replaced() =>
        Assert.Equal("\uFFFD<mark>cat</mark>\uFFFD𝄞", Of("cat", "\uD834" + "cat" + "\uDD1E" + "𝄞"));

    [Fact]
    public void A_long_body_is_cut_between_words_around_its_match()
    {
        var snippet = Of("cat", $"{Filler(100)} cat {Filler(100)}");

        Assert.Matches("^…(word )+<mark>cat</mark>( word)+…$", snippet);
        Assert.InRange(Markup.Seen(snippet).Length, 160, 202);
    }

    [Fact]
    public void A_match_near_the_beginning_keeps_the_beginning() =>
        Assert.Matches("^A <mark>cat</mark>( word)+…$", Of("cat", $"A cat {Filler(100)}"));

    [Fact]
    public void A_match_near_the_end_is_shown_with_what_is_before_it()
    {
        var snippet = Of("cat", $"{Filler(100)} cat.");

        Assert.Matches(@"^…(word )+<mark>cat</mark>\.$", snippet);
        Assert.InRange(Markup.Seen(snippet).Length, 160, 202);
    }

    [Fact]
    public void The_passage_with_the_most_different_matches_is_shown()
    {
        var snippet = Of("cat or dog", $"Cat, cat, cat! {Filler(100)} a cat met a dog {Filler(100)} dog dog dog");

        Assert.Contains("a <mark>cat</mark> met a <mark>dog</mark>", snippet, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_equally_varied_passages_the_one_with_more_matches_is_shown() => Assert.Contains(
        "<mark>cat</mark> <mark>cat</mark>", Of("cat", $"One cat {Filler(100)} cat cat {Filler(100)}"), StringComparison.Ordinal);

    [Fact]
    public void Without_a_match_in_the_body_its_beginning_is_shown()
    {
        var body = $"It {Filler(100)}";
        var found = Matcher("cat").Match(new SearchText("Cat", body));

        Assert.True(found.Satisfies);
        Assert.Matches("^It( word)+…$", Snippets.Of(body, found.Marks));
    }

    [Fact]
    public void A_body_without_a_gap_is_cut_anyway()
    {
        var snippet = Of("cat", $"{new string('x', 500)} cat {new string('x', 500)}");

        Assert.Matches("^…x+ <mark>cat</mark> x+…$", snippet);
        Assert.InRange(Markup.Seen(snippet).Length, 190, 202);
    }

    [Fact]
    public void A_cut_never_parts_a_character() =>
        Assert.DoesNotContain('\uFFFD', Of("cat", $"{Emoji(301)}cat{Emoji(301)}"));

    [Fact]
    public void Empty_bodies_have_empty_snippets() => Assert.Equal("", Snippets.Of("", []));

    [Fact]
    public void What_is_seen_stood_in_the_body()
    {
        var word = Any.Of("cat", "dog", "<b>", "&amp;", "naïve", "日本", "x'y\"", new string('w', 90));
        Gen.Select(word.Array[0, 120], Any.Of("cat", "cat or dog", "日本 or naïve", "\"cat dog\"")).Sample((words, query) =>
        {
            var body = string.Join(' ', words);
            var found = Matcher(query).Match(new SearchText(null, body));
            var snippet = Snippets.Of(body, found.Marks);

            Markup.IsSafe(snippet, found.Marks.Count > 0);
            Assert.Contains(Markup.Seen(snippet).Trim('…', ' '), body, StringComparison.Ordinal);
            Assert.InRange(Markup.Seen(snippet).Length, Math.Min(body.Length, 150), 202);
        });
    }

    private static string Of(string query, string body) => Snippets.Of(body, Matcher(query).Match(new SearchText(null, body)).Marks);

    private static TextMatcher Matcher(string query) => new(SearchQuery.Parse(query), [Language.English]);

    private static string Filler(int words) => string.Join(' ', Enumerable.Repeat("word", words));

    private static string Emoji(int count) => string.Concat(Enumerable.Repeat("𝄞", count));
}
