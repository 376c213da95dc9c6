using System.Globalization;
using System.Text;

namespace Diary.Search;

/// <summary>What a character is to the rules of word boundaries (Unicode Standard Annex #29, section 4.1.1).</summary>
internal enum CharacterClass : byte
{
    /// <summary>Between words: spaces, punctuation, controls, lone surrogates.</summary>
    Other,

    /// <summary>A letter or a digit: these hold together without more ado.</summary>
    Letter,

    /// <summary>A digit of any script.</summary>
    Digit,

    /// <summary>A character of a script that writes no spaces: Han, kana, Hangul (for compounds), Thai, Lao, Burmese, Khmer.</summary>
    Unspaced,

    /// <summary>Combining marks and format characters: they belong to what they follow.</summary>
    Extend,

    /// <summary>Joins letters and digits, as the underscore does.</summary>
    Connector,

    /// <summary>Holds two letters together, and nothing else.</summary>
    MidLetter,

    /// <summary>Holds two digits together, and nothing else.</summary>
    MidDigit,

    /// <summary>Holds two letters or two digits together: full stop and apostrophe.</summary>
    MidBoth,

    /// <summary>A pictograph: a word of its own, with the modifiers that follow.</summary>
    Pictograph,

    /// <summary>One half of a flag.</summary>
    Regional,
}

/// <summary>The class of every character, by a table for the first plane.</summary>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] Plane = [.. Enumerable.Range(0, 0x10000).Select(Classify)];

    public static CharacterClass Of(char c) => Plane[c];

    /// <summary>The class of the character at <paramref name="index"/>, and its length in UTF-16 units.</summary>
    public static CharacterClass At(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var c = text[index];
        if (!char.IsHighSurrogate(c) || index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]))
            return Plane[c];

        length = 2;
        return Classify(char.ConvertToUtf32(c, text[index + 1]));
    }

    private static CharacterClass Classify(int code)
    {
        if (!Rune.IsValid(code))
            return CharacterClass.Other;

        return code switch
        {
            '.' or '\'' or 0x2018 or 0x2019 or 0x2024 or 0xFE52 or 0xFF07 or 0xFF0E => CharacterClass.MidBoth,
            // The annex counts the colon among these; like CLDR's rules for most languages, these do not: "mum:called" is two words.
            0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2027 => CharacterClass.MidLetter,
            ',' or ';' or 0x37E or 0x589 or 0x60C or 0x60D or 0x66C or 0x7F8 or 0x2044 or 0xFE10 or 0xFE14 or 0xFE50 or 0xFE54 or 0xFF0C
                or 0xFF1B => CharacterClass.MidDigit,
            0x202F => CharacterClass.Connector,
            0x200B => CharacterClass.Other,
            0xFF9E or 0xFF9F => CharacterClass.Extend,
            >= 0x1F1E6 and <= 0x1F1FF => CharacterClass.Regional,
            >= 0x1F3FB and <= 0x1F3FF => CharacterClass.Extend,
            _ => ByCategory(code),
        };
    }

    private static CharacterClass ByCategory(int code) => CharUnicodeInfo.GetUnicodeCategory(code) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
            => IsUnspaced(code) ? CharacterClass.Unspaced : CharacterClass.Letter,
        UnicodeCategory.DecimalDigitNumber => CharacterClass.Digit,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format => CharacterClass.Extend,
        UnicodeCategory.ConnectorPunctuation => CharacterClass.Connector,
        UnicodeCategory.OtherSymbol when IsPictograph(code) => CharacterClass.Pictograph,
        _ => CharacterClass.Other,
    };

    private static bool IsUnspaced(int code) => code is
        >= 0x0E00 and <= 0x0EFF or >= 0x1000 and <= 0x109F or >= 0x1100 and <= 0x11FF or >= 0x1780 and <= 0x17FF
        or >= 0x2E80 and <= 0x2FDF or >= 0x3005 and <= 0x3007 or >= 0x3021 and <= 0x3029 or >= 0x3031 and <= 0x318F
        or >= 0x31A0 and <= 0x31BF or >= 0x31F0 and <= 0x31FF or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF
        or >= 0xA960 and <= 0xA97F or >= 0xAC00 and <= 0xD7FF or >= 0xF900 and <= 0xFAFF or >= 0xFF66 and <= 0xFFDC
        or >= 0x1AFF0 and <= 0x1B16F or >= 0x20000 and <= 0x3FFFF;

    private static bool IsPictograph(int code) => code is
        >= 0x231A and <= 0x23FF or >= 0x25AA and <= 0x27BF or >= 0x2934 and <= 0x2935 or >= 0x2B05 and <= 0x2B55
        or >= 0x1F000 and <= 0x1FAFF;
}
