namespace Diary.Search.Tests;

public sealed class RankingTests
{
    // Three texts of 4, 8 and 12 words, so 8 on average. "cat" is in two of them: its rarity is ln(1 + 1.5 / 2.5) = 0.470004.
    // First: once in 4 words: 2.2 / (1 + 1.2 * (0.25 + 0.75 * 0.5)) = 2.2 / 1.75 = 1.257143.
    // Second: twice in 8 words: 4.4 / (2 + 1.2) = 1.375.
    [Fact]
    public void Scores_are_those_of_bm25()
    {
        var scores = Scores("cat", new(null, "cat a b c"), new(null, "cat cat a b c d e f"), new(null, "a b c d e f g h i j k l"));

        Assert.Equal(0.470004 * 1.257143, scores[0], 4);
        Assert.Equal(0.470004 * 1.375, scores[1], 4);
        Assert.Equal(0, scores[2]);
    }

    // Titles count three times, as matches and as length: 3 * 1 + 1 = 4 in 3 * 2 + 2 = 8 words, against 1 in 8: again 8 on average.
    // Both have it: ln(1 + 0.5 / 2.5) = 0.182322. First: 4 * 2.2 / (4 + 1.2) = 1.692308. Second: 2.2 / 2.2 = 1.
    [Fact]
    public void A_word_of_the_title_counts_as_three_of_the_body()
    {
        var scores = Scores("cat", new("cat tale", "cat slept"), new(null, "cat a b c d e f g"));

        Assert.Equal(0.182322 * 1.692308, scores[0], 4);
        Assert.Equal(0.182322, scores[1], 4);
    }

    [Fact]
    public void A_rare_word_weighs_more_than_a_common_one()
    {
        var scores = Scores("cat or zebra", new(null, "cat slept"), new(null, "zebra slept"), new(null, "cat ate"));

        Assert.True(scores[1] > scores[0]);
        Assert.Equal(scores[0], scores[2]);
    }

    [Fact]
    public void Negated_terms_add_nothing() =>
        Assert.Equal(Scores("cat", new SearchText(null, "cat slept")), Scores("-dog cat", new SearchText(null, "cat slept")));

    [Fact]
    public void Every_matching_text_scores_above_nothing() => Assert.All(
        Scores("cat", [.. Enumerable.Repeat(new SearchText("Cat", "cat"), 500)]), score => Assert.True(score > 0));

    [Fact]
    public void Nothing_has_no_scores() => Assert.Empty(Ranking.Score([]));

    [Fact]
    public void Empty_texts_score_nothing() => Assert.Equal([0, 0], Scores("cat", new SearchText(null, ""), new SearchText("", "")));

    [Fact]
    public void Texts_of_different_queries_cannot_be_compared() => Assert.Throws<ArgumentException>(() =>
        Ranking.Score([Match("cat", new SearchText(null, "cat")), Match("cat dog", new SearchText(null, "cat"))]));

    private static IReadOnlyList<double> Scores(string query, params SearchText[] texts)
    {
        var matcher = new TextMatcher(SearchQuery.Parse(query), [Language.English]);
        return Ranking.Score([.. texts.Select(matcher.Match)]);
    }

    private static MatchedText Match(string query, SearchText text) =>
        new TextMatcher(SearchQuery.Parse(query), [Language.English]).Match(text);
}
