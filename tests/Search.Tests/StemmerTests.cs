namespace Diary.Search.Tests;

public sealed class StemmerTests
{
    [Theory]
    [InlineData(Language.English, "running", "run")]
    [InlineData(Language.English, "cats", "cat")]
    [InlineData(Language.English, "happily", "happili")]
    [InlineData(Language.English, "cat's", "cat")]
    [InlineData(Language.English, "café", "cafe")]
    [InlineData(Language.German, "häuser", "haus")]
    [InlineData(Language.German, "strassen", "strass")]
    [InlineData(Language.German, "katzen", "katz")]
    [InlineData(Language.French, "continuellement", "continuel")]
    [InlineData(Language.French, "chevaux", "cheval")]
    [InlineData(Language.French, "l'amour", "amour")]
    [InlineData(Language.Spanish, "canciones", "cancion")]
    [InlineData(Language.Spanish, "cheques", "chequ")]
    [InlineData(Language.Italian, "abbandonata", "abbandon")]
    [InlineData(Language.Italian, "dell'amico", "amic")]
    [InlineData(Language.Portuguese, "quilométricas", "quilometr")]
    [InlineData(Language.Portuguese, "boas", "boas")]
    [InlineData(Language.Dutch, "lichamelijk", "licham")]
    [InlineData(Language.Dutch, "katten", "kat")]
    [InlineData(Language.Russian, "важная", "важн")]
    [InlineData(Language.Russian, "книги", "книг")]
    [InlineData(Language.Swedish, "jaktkarlarne", "jaktkarl")]
    [InlineData(Language.Swedish, "flickorna", "flick")]
    [InlineData(Language.Danish, "indtage", "indtag")]
    [InlineData(Language.Danish, "undersøgelser", "undersog")]
    [InlineData(Language.Norwegian, "havnedistriktene", "havnedistrikt")]
    [InlineData(Language.Norwegian, "hestene", "hest")]
    [InlineData(Language.Finnish, "talossa", "talo")]
    public void Words_are_brought_to_their_stems(Language language, string word, string stem) =>
        Assert.Equal(stem, new Stemmer(language).Stem(word));
}
