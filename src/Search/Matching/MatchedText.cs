namespace Diary.Search;

/// <summary>An opened entry.</summary>
/// <param name="Title">Null where there is none.</param>
/// <param name="Body">All of it.</param>
public sealed record SearchText(string? Title, string Body)
{
    /// <summary>Nothing of the text, so that no log can hold it.</summary>
    public override string ToString() => nameof(SearchText);
}

/// <summary>How often a term was found.</summary>
public readonly record struct TermCount(int Title, int Body);

/// <summary>A place of the body where a term was found: a word of it, of a phrase every word but stop words.</summary>
/// <param name="Start">In UTF-16 units.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="Term">Which of <see cref="MatchedText.Counts"/> it belongs to.</param>
public readonly record struct Mark(int Start, int Length, int Term);

/// <summary>What a query found in a text.</summary>
/// <param name="Satisfies">Whether every clause holds.</param>
/// <param name="Counts">For each term that is not negated, in the order of the query; the same number for all texts of a matcher.</param>
/// <param name="TitleWords">The words of the title.</param>
/// <param name="BodyWords">The words of the body.</param>
/// <param name="Marks">In the order of the body; pairs of characters may overlap. Empty where the text does not satisfy.</param>
public sealed record MatchedText(
    bool Satisfies, IReadOnlyList<TermCount> Counts, int TitleWords, int BodyWords, IReadOnlyList<Mark> Marks);
