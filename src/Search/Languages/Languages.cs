namespace Diary.Search;

/// <summary>The languages and their codes of ISO 639-1.</summary>
public static class Languages
{
    private static readonly string[] Codes = ["en", "de", "fr", "es", "it", "pt", "nl", "ru", "sv", "da", "no", "fi"];

    /// <summary>Every language, in the order of the enumeration.</summary>
    public static IReadOnlyList<Language> All { get; } = Enum.GetValues<Language>();

    /// <summary>Two lower-case letters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration's.</exception>
    public static string CodeOf(Language language) => Enum.IsDefined(language)
        ? Codes[(int)language]
        : throw new ArgumentOutOfRangeException(nameof(language), language, "Not a language of the enumeration.");

    /// <summary>Reads a code in any case. What follows a hyphen is ignored: <c>de-AT</c> is German.</summary>
    /// <returns>False where the language is not known, or the code is none.</returns>
    public static bool TryParse(string? code, out Language language)
    {
        language = default;
        if (code is null or { Length: > 35 })
            return false;

        var primary = code.Split('-')[0].ToLowerInvariant();
        var index = Array.IndexOf(Codes, primary is "nb" or "nn" ? "no" : primary);
        language = (Language)Math.Max(index, 0);
        return index >= 0;
    }
}
