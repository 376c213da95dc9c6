namespace Diary.Domain.Accounts;

/// <summary>The languages that a diary can be said to be written in, by their BCP 47 primary codes in lower case.</summary>
public static class DiaryLanguage
{
    /// <summary>All of them, in order.</summary>
    public static readonly IReadOnlyList<string> All = ["da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "pt", "ru", "sv"];

    /// <summary>
    /// The code of a language as it is kept, whatever the case; "no" is taken for "nb", as most do who write it. Null for any other text.
    /// </summary>
    public static string? Find(string code) => string.Equals(code, "no", StringComparison.OrdinalIgnoreCase) ? "nb"
        : All.FirstOrDefault(known => string.Equals(known, code, StringComparison.OrdinalIgnoreCase));
}
