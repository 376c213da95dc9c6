using CsCheck;

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

    [Theory]
    [InlineData(Language.English, "the")]
    [InlineData(Language.English, "don't")]
    [InlineData(Language.German, "über")]
    [InlineData(Language.German, "dass")]
    [InlineData(Language.French, "les")]
    [InlineData(Language.French, "c'est")]
    [InlineData(Language.Spanish, "también")]
    [InlineData(Language.Italian, "perché")]
    [InlineData(Language.Portuguese, "não")]
    [InlineData(Language.Dutch, "het")]
    [InlineData(Language.Russian, "что")]
    [InlineData(Language.Swedish, "och")]
    [InlineData(Language.Danish, "ikke")]
    [InlineData(Language.Norwegian, "ikke")]
    [InlineData(Language.Finnish, "minä")]
    public void Stop_words_have_no_stem(Language language, string word) => Assert.Null(new Stemmer(language).Stem(word));

    [Theory]
    [InlineData("3.14")]
    [InlineData("b2b")]
    [InlineData("日本")]
    [InlineData("がっ")]
    [InlineData("한국")]
    [InlineData("😀")]
    [InlineData("שלום")]
    [InlineData("ไท")]
    [InlineData("й")]
    [InlineData("cats_")]
    public void Numbers_and_words_of_other_scripts_are_their_own_stems(string word) =>
        Assert.All(Languages.All, language => Assert.Equal(word, new Stemmer(language).Stem(word)));

    [Theory]
    [InlineData("smørbrød", "smorbrod")]
    [InlineData("æble", "aeble")]
    [InlineData("cœur", "coeur")]
    [InlineData("łódź", "lodz")]
    [InlineData("ångström", "angstrom")]
    [InlineData("việt", "viet")]
    [InlineData("þing", "thing")]
    public void Stems_have_no_diacritics(string word, string stem) => Assert.Equal(stem, new Stemmer(Language.English).Stem(word));

    // What a glance at the first letter rejects is never looked at again, so this must hold in every language.
    [Fact]
    public void A_stem_begins_as_its_word_does()
    {
        var stemmers = Languages.All.Select(language => new Stemmer(language)).ToArray();
        const string letters = "abcdefghijklmnopqrstuvwxyzäöüßéèàçñåøæœ'ибуй";
        Gen.Int[0, letters.Length - 1].Array[1, 12].Select(at => string.Concat(at.Select(i => letters[i]))).Sample(text =>
        {
            foreach (var word in Words.Of(text).Where(word => !word.Folded.Contains('\'', StringComparison.Ordinal)))
            {
                var plain = Folding.WithoutDiacritics(word.Folded);
                Assert.All(stemmers, stemmer => Assert.Equal(plain[0], (stemmer.Stem(word.Folded) ?? plain)[0]));
            }
        }, threads: 1);
    }

    [Fact]
    public void A_stemmer_remembers_nothing_of_the_word_before()
    {
        var stemmer = new Stemmer(Language.German);

        Assert.Equal(["haus", null, "katz", "haus"], new[] { "häuser", "und", "katzen", "häuser" }.Select(stemmer.Stem));
        Assert.Equal(Language.German, stemmer.Language);
    }

    [Fact]
    public void Words_that_are_too_long_for_the_algorithm_stay() =>
        Assert.Equal(new string('a', 100), new Stemmer(Language.English).Stem(new string('a', 100)));
}
