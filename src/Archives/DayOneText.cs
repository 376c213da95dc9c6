using System.Text.RegularExpressions;

namespace Diary.Archives;

/// <summary>A text as Day One writes it: Markdown with needless escapes, its title a heading in the first line.</summary>
internal static partial class DayOneText
{
    private const int LongestTitle = 1_000;

    /// <summary>The title, where the first line is a heading, and the rest.</summary>
    public static (string? Title, string Body) Read(string text)
    {
        // Not ReplaceLineEndings, which copies a text to the stack, where it would stay.
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var plain = NeedlessEscape().Replace(Moment().Replace(lines, ""), "${mark}").Trim('\n');
        var end = plain.IndexOf('\n', StringComparison.Ordinal);
        var first = end < 0 ? plain : plain[..end];
        var title = first.StartsWith("# ", StringComparison.Ordinal) ? first[2..].Trim() : "";
        return title.Length is > 0 and <= LongestTitle
            ? (title, end < 0 ? string.Empty : plain[(end + 1)..].Trim('\n'))
            : (null, plain);
    }

    // Where in the text a photo or another file stands: it is attached to the entry, and its address means nothing elsewhere.
    [GeneratedRegex(@"!\[\]\(dayone-moment:[^()\n]{1,200}\)\n?", RegexOptions.NonBacktracking)]
    private static partial Regex Moment();

    // What is an escape in Markdown too, such as \* and \#, stays.
    [GeneratedRegex(@"\\(?<mark>[.\-+(){}!&,:;'""])", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NeedlessEscape();
}
