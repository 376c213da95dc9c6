using System.Text;
using Zxcvbn.Matcher;
using Estimator = Zxcvbn.Zxcvbn;
using Match = Zxcvbn.Match;

namespace Diary.Cryptography;

// zxcvbn: D. L. Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016, by the package zxcvbn-core

/// <summary>Estimates how soon a password would be guessed. Asked where one is set; never at sign-in.</summary>
public static class PasswordStrength
{
    /// <summary>The least score of 0 to 4 that a password may have: not guessed within 10^8 tries.</summary>
    public const int MinScore = 3;

    // The estimate takes time with the square of the length: 64 characters 15 ms, 256 a second. What begins well is not weak in its end.
    private const int MostCharacters = 64;

    private static readonly Estimator Zxcvbn = new();

    /// <summary>Why a password is too easy to guess, as the end of a sentence that holds nothing of it; null where it is not.</summary>
    /// <param name="password">Well-formed text; what counts is its form NFKC.</param>
    /// <param name="known">What whoever guesses knows of the user, such as an address.</param>
    public static string? WeaknessOf(string password, params IEnumerable<string> known)
    {
        var normalized = password.Normalize(NormalizationForm.FormKC);
        var result = Zxcvbn.EvaluatePassword(
            normalized[..Math.Min(normalized.Length, MostCharacters)], known.SelectMany(Parts).Distinct(StringComparer.OrdinalIgnoreCase));
        return result.Score >= MinScore ? null
            : $"is too easy to guess{Reason(result.MatchSequence)}. Four or five words that have nothing to do with each other are better.";
    }

    /// <summary>A text itself, and the words that it is made of.</summary>
    private static IEnumerable<string> Parts(string text) =>
        text.Split(['@', '.', '-', '_', '+', ' '], StringSplitOptions.RemoveEmptyEntries).Where(p => p.Length > 2).Append(text);

    private static string Reason(IEnumerable<Match> matches) =>
        matches.GroupBy(Kind).OrderByDescending(g => g.Sum(m => m.Token.Length)).Select(g => g.Key).FirstOrDefault(k => k.Length > 0)
            is { } kind ? $": it is {kind}" : "";

    private static string Kind(Match match) => match switch
    {
        DictionaryMatch { DictionaryName: "user_inputs" } => "part of the address",
        L33tDictionaryMatch => "a common word with a few characters replaced",
        DictionaryMatch { DictionaryName: "passwords" } => "one of the most used passwords",
        DictionaryMatch { DictionaryName: "male_names" or "female_names" or "surnames" } => "a name",
        DictionaryMatch => "a common word",
        RepeatMatch => "one character many times",
        SequenceMatch => "a sequence such as abc or 123",
        SpatialMatch => "a row of neighbouring keys",
        DateMatch => "a date",
        { Pattern: "year" or "digits" } => "a number",
        _ => "",
    };
}
