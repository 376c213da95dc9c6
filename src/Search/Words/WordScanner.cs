namespace Diary.Search;

/// <summary>
/// Walks over the words of a text without allocating: by the rules of Unicode Standard Annex #29, except that scripts
/// without spaces are cut into overlapping pairs. Takes time linear in the text, whatever stands in it.
/// </summary>
internal ref struct WordScanner(ReadOnlySpan<char> text)
{
    /// <summary>Longer words are cut to this many UTF-16 units; the rest of them is passed over.</summary>
    public const int MostCharacters = 64;

    private readonly ReadOnlySpan<char> text = text;
    private int next;
    private int second = -1;

    /// <summary>Where the word begins.</summary>
    public int Start { get; private set; }

    /// <summary>Its length in UTF-16 units, at most <see cref="MostCharacters"/>.</summary>
    public int Length { get; private set; }

    /// <summary>The word as it is written.</summary>
    public readonly ReadOnlySpan<char> Surface => text.Slice(Start, Length);

    /// <summary>Goes to the next word.</summary>
    /// <returns>False at the end.</returns>
    public bool MoveNext()
    {
        while (next < text.Length)
        {
            var start = next;
            switch (CharacterClasses.At(text, start, out var length))
            {
                case CharacterClass.Letter or CharacterClass.Digit or CharacterClass.Connector:
                    if (TakeWord(start))
                        return true;
                    break;
                case CharacterClass.Unspaced:
                    if (TakePair(start, start + length))
                        return true;
                    break;
                case CharacterClass.Pictograph:
                    next = Pictographs(start + length);
                    return Take(start, next);
                case CharacterClass.Regional:
                    next = start + length;
                    if (next < text.Length && CharacterClasses.At(text, next, out length) is CharacterClass.Regional)
                        next += length;
                    return Take(start, next);
                default:
                    next = start + length;
                    break;
            }
        }

        return false;
    }

    private bool TakeWord(int start)
    {
        var (last, isWord, at) = (CharacterClass.Other, false, start);
        while (at < text.Length)
        {
            var kind = CharacterClasses.At(text, at, out var length);
            if (kind is CharacterClass.Letter or CharacterClass.Digit)
            {
                (last, isWord) = (kind, true);
                while (at + length < text.Length && CharacterClasses.Of(text[at + length]) == kind)
                    length++;
            }
            else if (kind is CharacterClass.Connector)
                last = kind;
            else if (kind is not CharacterClass.Extend && !IsHeldTogether(kind, last, at + length))
                break;
            at += length;
        }

        next = at;
        return isWord && Take(start, at);
    }

    private readonly bool IsHeldTogether(CharacterClass middle, CharacterClass before, int at)
    {
        if (at == text.Length)
            return false;

        var after = CharacterClasses.At(text, at, out _);
        return (before, after) switch
        {
            (CharacterClass.Letter, CharacterClass.Letter) => middle is CharacterClass.MidLetter or CharacterClass.MidBoth,
            (CharacterClass.Digit, CharacterClass.Digit) => middle is CharacterClass.MidDigit or CharacterClass.MidBoth,
            _ => false,
        };
    }

    /// <summary>A pair of neighbours, the second of which begins the next pair; one that has no neighbours stands alone.</summary>
    private bool TakePair(int start, int afterFirst)
    {
        next = Extended(afterFirst);
        if (next == text.Length || CharacterClasses.At(text, next, out var length) is not CharacterClass.Unspaced)
            return second != start && Take(start, next);

        second = next;
        return Take(start, Extended(next + length));
    }

    private readonly int Extended(int at)
    {
        while (at < text.Length && CharacterClasses.At(text, at, out var length) is CharacterClass.Extend)
            at += length;
        return at;
    }

    /// <summary>Modifiers, and further pictographs where a joiner holds them together.</summary>
    private readonly int Pictographs(int at)
    {
        const char joiner = '\u200D';
        while (at < text.Length)
        {
            var kind = CharacterClasses.At(text, at, out var length);
            if (kind is not CharacterClass.Extend && !(kind is CharacterClass.Pictograph && text[at - 1] == joiner))
                break;
            at += length;
        }

        return at;
    }

    private bool Take(int start, int end)
    {
        (Start, Length) = (start, end - start);
        if (Length > MostCharacters)
            Length = char.IsHighSurrogate(text[start + MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return true;
    }
}
