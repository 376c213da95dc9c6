using System.Globalization;
using System.Text;

namespace Diary.Archives;

/// <summary>Names that every file system takes.</summary>
internal static class FileNames
{
    private const int MostCharacters = 50;
    private const int LongestExtension = 10;

    /// <summary>A file's extension with its dot; empty where it has none that every file system takes.</summary>
    public static string Extension(string? name) =>
        Path.GetExtension(name) is { Length: > 1 and <= LongestExtension } extension && extension.Skip(1).All(char.IsAsciiLetterOrDigit)
            ? extension.ToLowerInvariant() : "";

    /// <summary>
    /// What a title becomes in a file's name, behind a hyphen: letters and digits of any script, hyphens for the rest; empty where nothing
    /// is left.
    /// </summary>
    public static string Slug(string? title)
    {
        var slug = new StringBuilder();
        var isGap = false;
        foreach (var rune in (title ?? string.Empty).Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (slug.Length >= MostCharacters)
            {
                break;
            }

            var isWord = Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark;
            if (isWord)
            {
                slug.Append(isGap || slug.Length == 0 ? "-" : "").Append(Rune.ToLowerInvariant(rune).ToString());
            }

            isGap = !isWord;
        }

        return slug.ToString();
    }
}
