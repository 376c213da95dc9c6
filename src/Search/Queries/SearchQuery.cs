namespace Diary.Search;

/// <summary>What somebody looks for.</summary>
/// <param name="All">Every clause must hold. Empty where the text of the query had no word.</param>
public sealed record SearchQuery(IReadOnlyList<Clause> All)
{
    /// <summary>The most terms that a query may have.</summary>
    public const int MostTerms = 32;

    /// <summary>The most words that the terms of a query may have together, those of phrases counted one by one.</summary>
    public const int MostWords = 64;

    /// <summary>True where the text had more terms or words than a query may have: what is beyond is left out.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>
    /// Reads a query as web searches have it: words and <c>"exact phrases"</c> of which all must be there, <c>or</c> (in any case) between
    /// two of which one will do, <c>-</c> before what must not be there, <c>*</c> after the beginning of a word. A quote that is never
    /// closed runs to the end. Words that are written as one (well-known) make a phrase. Punctuation alone is nothing.
    /// </summary>
    public static SearchQuery Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new QueryParser(text).Parse();
    }
}

/// <summary>Terms of which one will do.</summary>
/// <param name="Any">At least one; exactly one where the clause is negated.</param>
/// <param name="IsNegated">True where none of them may hold.</param>
public sealed record Clause(IReadOnlyList<Term> Any, bool IsNegated);

/// <summary>One thing to look for. Its words are folded like those of texts, but are no stems.</summary>
public abstract record Term
{
    private Term() { }

    /// <summary>Its kind, but no word of it, so that no log can hold one.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>A word, in any of its forms.</summary>
    public sealed record Single(string Folded) : Term;

    /// <summary>Words one after the other, each in any of its forms.</summary>
    /// <param name="Folded">At least two.</param>
    public sealed record Phrase(IReadOnlyList<string> Folded) : Term;

    /// <summary>Every word that begins so.</summary>
    public sealed record Prefix(string Folded) : Term;
}
