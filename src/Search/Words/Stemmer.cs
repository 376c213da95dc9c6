using System.Collections.Frozen;
using Lucene.Net.Tartarus.Snowball;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace Diary.Search;

/// <summary>
/// Brings the words of a language to their stems, by the Snowball algorithms (https://snowballstem.org). Cheap to create, not
/// safe for use by several threads at once: the algorithm keeps its state in the object.
/// </summary>
public sealed class Stemmer
{
    private readonly SnowballProgram algorithm;
    private readonly FrozenSet<string> stopWords;
    private readonly FrozenSet<string>? articles;

    /// <summary>A stemmer of <paramref name="language"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The language is none of the enumeration's.</exception>
    public Stemmer(Language language)
    {
        algorithm = AlgorithmOf(language);
        stopWords = StopWords.Of(language);
        articles = StopWords.ArticlesOf(language);
        Language = language;
    }

    /// <summary>Whose words it knows.</summary>
    public Language Language { get; }

    /// <summary>
    /// The stem, without diacritics, so that "cafe" finds "café". Numbers, emoji, pairs of characters and words of other scripts
    /// are their own stems. French and Italian articles that are run together with the word ("l'amour") are left out.
    /// </summary>
    /// <param name="folded">A word as <see cref="Word.Folded"/> gives it.</param>
    /// <returns>Null for a stop word.</returns>
    public string? Stem(string folded)
    {
        ArgumentNullException.ThrowIfNull(folded);
        var word = articles is null ? folded : WithoutArticle(folded, articles);
        if (stopWords.Contains(word))
            return null;
        if (word.Length is 0 or > WordScanner.MostCharacters || !IsStemmed(word))
            return Folding.WithoutDiacritics(word);

        algorithm.SetCurrent(Language is Language.Russian ? word.Replace('ё', 'е') : word);
        algorithm.Stem();
        return Folding.WithoutDiacritics(algorithm.Current is { Length: > 0 } stem ? stem : word);
    }

    private static bool IsStemmed(string word)
    {
        foreach (var c in word)
        {
            if (!char.IsLetter(c) && c is not '\'' || c >= '\u0530')
                return false;
        }

        return true;
    }

    private static string WithoutArticle(string folded, FrozenSet<string> articles)
    {
        var apostrophe = folded.IndexOf('\'', StringComparison.Ordinal);
        return apostrophe > 0 && apostrophe < folded.Length - 1 && articles.Contains(folded[..apostrophe])
            ? folded[(apostrophe + 1)..]
            : folded;
    }

    private static SnowballProgram AlgorithmOf(Language language) => language switch
    {
        Language.English => new EnglishStemmer(),
        Language.German => new GermanStemmer(),
        Language.French => new FrenchStemmer(),
        Language.Spanish => new SpanishStemmer(),
        Language.Italian => new ItalianStemmer(),
        Language.Portuguese => new PortugueseStemmer(),
        Language.Dutch => new DutchStemmer(),
        Language.Russian => new RussianStemmer(),
        Language.Swedish => new SwedishStemmer(),
        Language.Danish => new DanishStemmer(),
        Language.Norwegian => new NorwegianStemmer(),
        Language.Finnish => new FinnishStemmer(),
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "Not a language of the enumeration."),
    };
}
