using System.Net;
using System.Text.RegularExpressions;

namespace Diary.Search.Tests;

/// <summary>What a snippet may be made of.</summary>
internal static partial class Markup
{
    /// <summary>Text, entities, and marks that are closed before the next begins.</summary>
    public static void IsSafe(string snippet, bool hasMarks)
    {
        Assert.Matches(Safe(), snippet);
        Assert.Equal(hasMarks, snippet.Contains("<mark>", StringComparison.Ordinal));
    }

    /// <summary>What a reader sees.</summary>
    public static string Seen(string snippet) =>
        WebUtility.HtmlDecode(snippet.Replace("<mark>", "", StringComparison.Ordinal).Replace("</mark>", "", StringComparison.Ordinal));

    [GeneratedRegex(@"\A(?:[^<>&""']|&(?:lt|gt|amp|quot|#39);|<mark>(?:[^<>&""']|&(?:lt|gt|amp|quot|#39);)+</mark>)*\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Safe();
}
