namespace Diary.Search.Tests;

public sealed class TextMatcherTests
{
    [Theory]
    [InlineData("cat", "The cats slept.", true)]
    [InlineData("cats sleep", "A cat that sleeps", true)]
    [InlineData("cats dog", "A cat that sleeps", false)]
    [InlineData("dog or cat", "A cat that sleeps", true)]
    [InlineData("-dog cat", "A cat that sleeps", true)]
    [InlineData("-cat", "A cat that sleeps", false)]
    [InlineData("-\"the cat sat\" cat", "The cat sat.", false)]
    [InlineData("-\"the cat sat\" cat", "The cat never sat.", true)]
    [InlineData("\"running home\"", "She ran, then runs home.", true)]
    [InlineData("\"home run\"", "She runs home.", false)]
    [InlineData("\"up to the office\"", "Went up to the office early.", true)]
    [InlineData("\"walk to the office\"", "I walked into my office.", true)]
    [InlineData("\"walk to the office\"", "I walked to an old big office.", false)]
    [InlineData("offi*", "At the Offices", true)]
    [InlineData("ffice*", "At the Offices", false)]
    [InlineData("cafe", "In the Café", true)]
    [InlineData("caf*", "In the Café", true)]
    [InlineData("cafe*", "In the Cafés", true)]
    [InlineData("well-known", "A well known place", true)]
    [InlineData("well-known", "Known well", false)]
    [InlineData("the cat", "cat", true)]
    [InlineData("the", "cat", false)]
    [InlineData("the", "The cat", true)]
    [InlineData("\"to be or not to be\"", "To be, or not to be", true)]
    [InlineData("\"to be or not to be\"", "To be, or to be not", false)]
    [InlineData("!!!", "!!!", false)]
    public void A_query_is_satisfied_or_not(string query, string body, bool satisfies) =>
        Assert.Equal(satisfies, Match(query, body).Satisfies);

    [Theory]
    [InlineData("häuser", "Das Haus", true)]
    [InlineData("houses", "The house", true)]
    [InlineData("houses haus", "Ein Haus, one house", true)]
    [InlineData("the", "cat", false)]
    [InlineData("die katze", "Eine Katze", false)]
    [InlineData("die katze", "Die Katzen", true)]
    [InlineData("und the cat", "cat", false)]
    [InlineData("\"walk to the office\"", "She walks to the office.", true)]
    [InlineData("\"das alte haus\"", "In den alten Häusern", true)]
    public void Words_match_in_any_of_the_languages(string query, string body, bool satisfies) =>
        Assert.Equal(satisfies, Match(query, body, Language.English, Language.German).Satisfies);

    [Theory]
    [InlineData("amour", "L’amour toujours", Language.French)]
    [InlineData("l'amour", "un grand amour", Language.French)]
    [InlineData("amico", "dell'amico", Language.Italian)]
    [InlineData("ёлка", "Елки", Language.Russian)]
    [InlineData("strasse", "STRAẞE", Language.German)]
    public void Spellings_of_a_language_are_one(string query, string body, Language language) =>
        Assert.True(Match(query, body, language).Satisfies);

    [Theory]
    [InlineData("日本語", "私は日本語を話す", true)]
    [InlineData("日本", "日本語", true)]
    [InlineData("日語", "日本語", false)]
    [InlineData("-日本語 本日", "本日は日本", true)]
    [InlineData("한국*", "한국어", true)]
    public void Scripts_without_spaces_match_by_what_stands_together(string query, string body, bool satisfies) =>
        Assert.Equal(satisfies, Match(query, body).Satisfies);

    [Theory]
    [InlineData("cats", "cats", true)]
    [InlineData("cats", "cat", false)]
    [InlineData("the", "The end", true)]
    public void Without_a_language_words_match_as_they_are_written(string query, string body, bool satisfies) =>
        Assert.Equal(satisfies, new TextMatcher(SearchQuery.Parse(query), []).Match(new SearchText(null, body)).Satisfies);

    [Fact]
    public void The_title_is_searched_too_but_no_phrase_goes_from_it_into_the_body()
    {
        var text = new SearchText("Big", "office");

        Assert.True(Matcher("big office").Match(text).Satisfies);
        Assert.False(Matcher("\"big office\"").Match(text).Satisfies);
        Assert.True(Matcher("\"big office\"").Match(new SearchText("The big office", "")).Satisfies);
    }

    [Fact]
    public void Terms_are_counted_where_they_are_found()
    {
        var found = Matcher("-dog cat or \"big cat\" sle* the").Match(new SearchText("Cats", "The big cat. A cat sleeps, asleep."));

        Assert.Equal([new(1, 2), new(0, 1), new(0, 1)], found.Counts);
        Assert.Equal((1, 7), (found.TitleWords, found.BodyWords));
    }

    [Fact]
    public void Marks_tell_the_places_in_the_body()
    {
        const string body = "The big cat saw a cat.";
        var found = Matcher("cat \"big cat\"").Match(new SearchText("cat", body));

        Assert.Equal(
            [("big", 1), ("cat", 0), ("cat", 1), ("cat", 0)],
            found.Marks.Select(mark => (body.Substring(mark.Start, mark.Length), mark.Term)));
    }

    [Fact]
    public void A_word_that_two_languages_agree_on_counts_once() =>
        Assert.Equal([new TermCount(0, 2)], Match("radio", "Radio, radio", Language.English, Language.German, Language.English).Counts);

    [Fact]
    public void A_phrase_does_not_overlap_itself() =>
        Assert.Equal([new TermCount(0, 2)], Match("\"cat cat\"", "cat cat cat cat cat").Counts);

    [Fact]
    public void A_text_that_does_not_satisfy_is_counted_but_not_marked()
    {
        var found = Match("cat dog", "cat");

        Assert.Equal([new(0, 1), new(0, 0)], found.Counts);
        Assert.Empty(found.Marks);
    }

    [Fact]
    public void More_terms_can_be_given_than_written()
    {
        var clause = new Clause([.. Enumerable.Range(0, 500).Select(i => new Term.Single("word" + i))], IsNegated: false);
        var matcher = new TextMatcher(new SearchQuery([clause]), [Language.English]);

        Assert.True(matcher.Match(new SearchText(null, "word499")).Satisfies);
        Assert.False(matcher.Match(new SearchText(null, "word500")).Satisfies);
    }

    [Fact]
    public void One_text_after_another_is_matched_by_itself()
    {
        var matcher = Matcher("cat -dog");

        Assert.True(matcher.Match(new SearchText("cat", "cat")).Satisfies);
        Assert.False(matcher.Match(new SearchText(null, "dog")).Satisfies);
        Assert.False(matcher.Match(new SearchText("cat", "Dogs")).Satisfies);
        Assert.Single(matcher.Match(new SearchText(null, "A cat")).Marks);
    }

    [Fact]
    public void A_query_of_negations_only_is_satisfied_by_what_has_none_of_them()
    {
        Assert.True(Match("-cat -dog", "bird").Satisfies);
        Assert.True(Match("-cat -dog", "").Satisfies);
        Assert.False(Match("-cat -dog", "dogs").Satisfies);
        Assert.False(Match("-the", "the").Satisfies);
    }

    private static TextMatcher Matcher(string query) => new(SearchQuery.Parse(query), [Language.English]);

    private static MatchedText Match(string query, string body, params Language[] languages) =>
        new TextMatcher(SearchQuery.Parse(query), languages is [] ? [Language.English] : languages).Match(new SearchText(null, body));
}
