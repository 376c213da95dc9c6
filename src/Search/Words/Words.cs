namespace Diary.Search;

/// <summary>A word of a text.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units: from 1 to 64.</param>
/// <param name="Folded">
/// The word without regard to case and compatibility forms: NFKC, case-folded, at most 64 UTF-16 units. Diacritics stay.
/// </param>
public readonly record struct Word(int Start, int Length, string Folded)
{
    /// <summary>Where it stands, but nothing of the text, so that no log can hold it.</summary>
    public override string ToString() => $"{Start}+{Length}";
}

/// <summary>
/// Finds the words of a text by Unicode Standard Annex #29: "don't", "3.14" and "naïve" are one each. Scripts without spaces
/// (Han, kana, Hangul, Thai, Lao, Burmese, Khmer) give overlapping pairs of characters, a lonely character itself. An emoji
/// is a word. A word of more than 64 UTF-16 units is cut. Any text will do, even one that is no valid UTF-16.
/// </summary>
public static class Words
{
    /// <summary>All words in their order; of pairs that overlap, each is one.</summary>
    public static List<Word> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<Word>(text.Length / 6);
        var scanner = new WordScanner(text);
        while (scanner.MoveNext())
            words.Add(new Word(scanner.Start, scanner.Length, Folding.Fold(scanner.Surface)));
        return words;
    }

    /// <summary>How many words <see cref="Of"/> finds, without keeping them.</summary>
    public static int Count(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var count = 0;
        var scanner = new WordScanner(text);
        while (scanner.MoveNext())
            count++;
        return count;
    }
}
