using System.Buffers;

namespace Diary.Search;

/// <summary>Reads a query from left to right, once. Nothing makes it throw.</summary>
internal sealed class QueryParser(string text)
{
    // Phones write them curly, and languages differ in which of them opens and which closes.
    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"“”„‟«»＂");

    private readonly List<Clause> clauses = [];
    private int at;
    private int terms;
    private int words;
    private bool isOrPending;
    private bool isTooLong;

    public SearchQuery Parse()
    {
        while (at < text.Length && !isTooLong)
        {
            if (char.IsWhiteSpace(text[at]))
                at++;
            else
                Read();
        }

        if (isOrPending && !isTooLong)
            AddLonelyOr();
        return new SearchQuery(clauses) { IsTooLong = isTooLong };
    }

    private void Read()
    {
        var start = at;
        while (at < text.Length && text[at] is '-')
            at++;
        var isNegated = at > start;
        if (at == text.Length || char.IsWhiteSpace(text[at]))
            return;

        if (Quotes.Contains(text[at]))
        {
            Add(Quoted(), isNegated, isPrefix: false);
            return;
        }

        var token = Token();
        if (!isNegated && token.Equals("or", StringComparison.OrdinalIgnoreCase) && clauses is [.., { IsNegated: false }])
            isOrPending = true;
        else
            Add(token, isNegated, token.EndsWith('*'));
    }

    private ReadOnlySpan<char> Quoted()
    {
        var rest = text.AsSpan(at + 1);
        var length = rest.IndexOfAny(Quotes);
        at = length < 0 ? text.Length : at + length + 2;
        return length < 0 ? rest : rest[..length];
    }

    private ReadOnlySpan<char> Token()
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && !Quotes.Contains(text[at]))
            at++;
        return text.AsSpan(start, at - start);
    }

    private void Add(ReadOnlySpan<char> written, bool isNegated, bool isPrefix)
    {
        List<string> folded = [];
        var scanner = new WordScanner(written);
        while (!isTooLong && scanner.MoveNext())
        {
            if (words == SearchQuery.MostWords || terms == SearchQuery.MostTerms)
                isTooLong = true;
            else
                folded.Add(Folding.Fold(scanner.Surface));
            words++;
        }

        if (folded.Count > 0)
            Add(folded.Count > 1 ? new Term.Phrase(folded) : isPrefix ? new Term.Prefix(folded[0]) : new Term.Single(folded[0]), isNegated);
    }

    private void Add(Term term, bool isNegated)
    {
        if (isOrPending && isNegated)
            AddLonelyOr();

        terms++;
        if (isOrPending)
            clauses[^1] = new Clause([.. clauses[^1].Any, term], IsNegated: false);
        else
            clauses.Add(new Clause([term], isNegated));
        isOrPending = false;
    }

    /// <summary>An "or" that stands between no two terms is a word; in French it is gold.</summary>
    private void AddLonelyOr()
    {
        isOrPending = false;
        Add("or", isNegated: false, isPrefix: false);
    }
}
