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

    private static MatchedText Match(string query, string body, params Language[] languages) =>
        new TextMatcher(SearchQuery.Parse(query), languages is [] ? [Language.English] : languages).Match(new SearchText(null, body));
}
