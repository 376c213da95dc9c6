using System.Globalization;
using System.Text;

namespace Diary.Search;

/// <summary>The form in which words are compared, and the same without diacritics.</summary>
public static class Folding
{
    private const int MostCharacters = WordScanner.MostCharacters;

    /// <summary>
    /// NFKC and case folding, with one kind of apostrophe and without format characters. Folding twice changes nothing.
    /// </summary>
    /// <param name="word">As <see cref="WordScanner"/> gives it: valid UTF-16.</param>
    public static string Fold(ReadOnlySpan<char> word)
    {
        if (!Ascii.IsValid(word))
            return FoldAny(word);
        if (!word.ContainsAnyInRange('A', 'Z'))
            return word.ToString();

        Span<char> lower = stackalloc char[MostCharacters];
        Ascii.ToLower(word, lower, out var written);
        return lower[..written].ToString();
    }

    /// <summary>
    /// Latin letters without their marks (é to e, ø to o, æ to ae), and Cyrillic ё as е. Other scripts stay: there, marks make
    /// other letters.
    /// </summary>
    public static string WithoutDiacritics(string folded)
    {
        if (Ascii.IsValid(folded))
            return folded;

        var plain = new StringBuilder(folded.Length);
        foreach (var rune in folded.EnumerateRunes())
            AppendPlain(plain, rune);
        return plain.ToString();
    }

    private static string FoldAny(ReadOnlySpan<char> word)
    {
        var composed = word.ToString().Normalize(NormalizationForm.FormKC);
        var folded = new StringBuilder(composed.Length);
        foreach (var rune in composed.EnumerateRunes())
            AppendFolded(folded, rune);

        var text = folded.ToString();
        return Cut(text.IsNormalized(NormalizationForm.FormKC) ? text : text.Normalize(NormalizationForm.FormKC));
    }

    private static void AppendFolded(StringBuilder folded, Rune rune)
    {
        switch (rune.Value)
        {
            case 'ß' or 'ẞ':
                folded.Append("ss");
                break;
            case 'ς':
                folded.Append('σ');
                break;
            case 'İ':
                folded.Append('i');
                break;
            case 0x2018 or 0x2019 or 0x2BC:
                folded.Append('\'');
                break;
            case >= 0xFE00 and <= 0xFE0F:
                break;
            default:
                if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format)
                    folded.Append(Rune.ToLowerInvariant(rune).ToString());
                break;
        }
    }

    private static void AppendPlain(StringBuilder plain, Rune rune)
    {
        var text = rune.ToString();
        switch (rune.Value)
        {
            case 'ё':
                plain.Append('е');
                break;
            case 'ø':
                plain.Append('o');
                break;
            case 'æ':
                plain.Append("ae");
                break;
            case 'œ':
                plain.Append("oe");
                break;
            case 'ł':
                plain.Append('l');
                break;
            case 'đ' or 'ð':
                plain.Append('d');
                break;
            case 'þ':
                plain.Append("th");
                break;
            case >= 0x300 and <= 0x36F:
                break;
            case (>= 0xC0 and < 0x370) or (>= 0x1E00 and < 0x1F00):
                plain.Append(text.Normalize(NormalizationForm.FormD)[0]);
                break;
            default:
                plain.Append(text);
                break;
        }
    }

    private static string Cut(string text) => text.Length <= MostCharacters
        ? text
        : text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)];
}
