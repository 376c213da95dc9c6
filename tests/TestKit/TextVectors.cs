using System.Globalization;
using Diary.Search;

namespace Diary.TestKit;

/// <summary>Texts and queries in PostgreSQL's terms, with our stems: each with its language before it, each word in its place.</summary>
public sealed class TextVectors(Language[] languages)
{
    private readonly Stemmer[] stemmers = [.. languages.Select(language => new Stemmer(language))];

    /// <summary>A <c>tsvector</c>: each stem with its place.</summary>
    public string VectorOf(string text) => string.Join(' ',
        from word in Words.Of(text).Select((word, index) => (word.Folded, Position: index + 1))
        from stemmer in stemmers
        let stem = stemmer.Stem(word.Folded)
        where stem is not null
        select string.Create(CultureInfo.InvariantCulture, $"{Lexeme(stemmer, stem)}:{word.Position}"));

    /// <summary>A <c>tsquery</c>. Stop words are left out, and keep their place in phrases.</summary>
    public string QueryOf(SearchQuery query) => string.Join(" & ",
        from clause in query.All
        let terms = clause.Any.Select(TermOf).OfType<string>().ToArray()
        where terms.Length > 0
        select $"{(clause.IsNegated ? "!" : "")}({string.Join(" | ", terms)})");

    private string? TermOf(Term term)
    {
        var words = term is Term.Phrase phrase ? phrase.Folded : [((Term.Single)term).Folded];
        var readings = stemmers.Select(stemmer => Reading(words, stemmer)).OfType<string>().ToArray();
        return readings.Length == 0 ? null : $"({string.Join(" | ", readings)})";
    }

    private static string? Reading(IReadOnlyList<string> words, Stemmer stemmer)
    {
        var (reading, last) = ((string?)null, 0);
        for (var i = 0; i < words.Count; i++)
        {
            if (stemmer.Stem(words[i]) is not { } stem)
                continue;
            reading = reading is null
                ? Lexeme(stemmer, stem)
                : string.Create(CultureInfo.InvariantCulture, $"{reading} <{i - last}> {Lexeme(stemmer, stem)}");
            last = i;
        }

        return reading;
    }

    private static string Lexeme(Stemmer stemmer, string stem) =>
        $"'{Languages.CodeOf(stemmer.Language)}/{stem.Replace("'", "''", StringComparison.Ordinal)}'";
}
