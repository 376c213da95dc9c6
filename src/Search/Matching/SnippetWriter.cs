using System.Text;

namespace Diary.Search;

/// <summary>Writes a passage as HTML: marks and text, and no other markup.</summary>
internal sealed class SnippetWriter(string body, IReadOnlyList<Mark> marks)
{
    private const char Ellipsis = '…';
    private readonly StringBuilder html = new();

    /// <param name="start">Where the passage begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="mark">The number of a mark that lies in the passage, or 0 where there is none.</param>
    public string Write(int start, int end, int mark)
    {
        while (mark > 0 && marks[mark - 1].Start + marks[mark - 1].Length > start)
            mark--;
        if (start > 0)
            html.Append(Ellipsis);

        var at = start;
        while (at < end)
        {
            var (from, to) = NextRun(ref mark, at, end);
            Append(at, from);
            if (to > from)
            {
                html.Append("<mark>");
                Append(from, to);
                html.Append("</mark>");
            }

            at = to;
        }

        if (end < body.Length)
            html.Append(Ellipsis);
        return html.ToString();
    }

    /// <summary>The next marks that touch each other, as one; an empty run at the end where there are no more.</summary>
    private (int From, int To) NextRun(ref int mark, int at, int end)
    {
        if (mark >= marks.Count || marks[mark].Start >= end)
            return (end, end);

        var (from, to) = (Math.Max(marks[mark].Start, at), marks[mark].Start + marks[mark].Length);
        for (mark++; mark < marks.Count && marks[mark].Start <= to; mark++)
            to = Math.Max(to, marks[mark].Start + marks[mark].Length);
        return (from, Math.Clamp(to, from, end));
    }

    private void Append(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            var c = body[at];
            if (char.IsWhiteSpace(c) || char.IsControl(c))
                AppendSpace();
            else if (Entity(c) is { } entity)
                html.Append(entity);
            else
                html.Append(char.IsSurrogate(c) && !IsPaired(at) ? '\uFFFD' : c);
        }
    }

    private static string? Entity(char c) => c switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => null,
    };

    private void AppendSpace()
    {
        if (html.Length > 0 && html[^1] != ' ')
            html.Append(' ');
    }

    private bool IsPaired(int at) => char.IsHighSurrogate(body[at])
        ? at + 1 < body.Length && char.IsLowSurrogate(body[at + 1])
        : at > 0 && char.IsHighSurrogate(body[at - 1]);
}
