namespace Diary.Search.Tests;

public sealed class LanguagesTests
{
    [Fact]
    public void Every_language_is_read_back_from_its_code() => Assert.All(Languages.All, language =>
    {
        Assert.True(Languages.TryParse(Languages.CodeOf(language), out var read));
        Assert.Equal(language, read);
    });

    [Fact]
    public void There_are_twelve_languages_with_codes_of_their_own() =>
        Assert.Equal("en de fr es it pt nl ru sv da no fi", string.Join(' ', Languages.All.Select(Languages.CodeOf)));

    [Theory]
    [InlineData("EN", Language.English)]
    [InlineData("de-AT", Language.German)]
    [InlineData("nb", Language.Norwegian)]
    [InlineData("nn-NO", Language.Norwegian)]
    public void Codes_are_read_in_any_case_and_with_a_region(string code, Language language)
    {
        Assert.True(Languages.TryParse(code, out var read));
        Assert.Equal(language, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-en")]
    [InlineData("english")]
    [InlineData("ja")]
    public void Other_codes_are_not_known(string? code) => Assert.False(Languages.TryParse(code, out _));

    [Fact]
    public void A_code_of_any_length_is_refused() => Assert.False(Languages.TryParse("en-" + new string('x', 1 << 20), out _));

    [Fact]
    public void A_number_that_is_no_language_is_misuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Languages.CodeOf((Language)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Stemmer((Language)99));
    }
}
