namespace Diary.Search.Tests;

public sealed class SilenceTests
{
    [Fact]
    public void Nothing_that_may_be_logged_holds_a_word_of_the_text()
    {
        var text = new SearchText("secret", "secret, secrets");
        var query = SearchQuery.Parse("secret secret* \"secret secret\" -secret");
        object[] all =
        [
            text, query, .. query.All, .. query.All.SelectMany(clause => clause.Any), .. Words.Of(text.Body).Cast<object>(),
            new TextMatcher(query, [Language.English]).Match(text),
        ];

        Assert.All(all, one => Assert.DoesNotContain("secret", one.ToString(), StringComparison.OrdinalIgnoreCase));
    }
}
