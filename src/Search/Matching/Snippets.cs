namespace Diary.Search;

/// <summary>Cuts the passage of a body that shows best why it was found.</summary>
public static class Snippets
{
    /// <summary>About how long a passage is, in UTF-16 units of the body.</summary>
    public const int Width = 200;

    /// <summary>How far an end is moved to find a gap between words.</summary>
    private const int Slack = 40;

    /// <summary>
    /// The passage with the most different terms, and of such the one with the most matches; the beginning where there are none. It is
    /// cut between words where it can be, with an ellipsis at each cut end. Matches stand between <c>&lt;mark&gt;</c> and
    /// <c>&lt;/mark&gt;</c>; everything else is HTML-escaped, white space and controls are single spaces.
    /// </summary>
    /// <param name="body">The text that was matched.</param>
    /// <param name="marks">Its marks, in order.</param>
    public static string Of(string body, IReadOnlyList<Mark> marks)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(marks);
        var (first, last) = Densest(marks);
        var (from, to) = marks.Count == 0 ? (0, 0) : (marks[first].Start, marks[last].Start + marks[last].Length);
        var around = Math.Max(Width - (to - from), 0);
        var start = from <= around / 2 ? 0 : StartNear(body, from, from - around / 2);
        var end = EndNear(body, to, Math.Max(Math.Min(start + Width, body.Length), to));
        if (end == body.Length && start > 0 && end - start < Width)
            start = end <= Width ? 0 : StartNear(body, from, Math.Min(start, end - Width));
        return new SnippetWriter(body, marks).Write(start, end, first);
    }

    /// <summary>The window of marks, by their first and last number, that lies within the width and has the most to show.</summary>
    private static (int First, int Last) Densest(IReadOnlyList<Mark> marks)
    {
        var best = (First: 0, Last: 0);
        var bestValue = (Terms: 0, Marks: 0);
        var counts = new Dictionary<int, int>();
        for (int first = 0, end = 0; first < marks.Count; first++)
        {
            for (; end < marks.Count && (end == first || marks[end].Start + marks[end].Length <= marks[first].Start + Width); end++)
                counts[marks[end].Term] = counts.GetValueOrDefault(marks[end].Term) + 1;

            var value = (counts.Count, end - first);
            if (value.CompareTo(bestValue) > 0)
                (best, bestValue) = ((first, end - 1), value);
            if (--counts[marks[first].Term] == 0)
                counts.Remove(marks[first].Term);
        }

        return best;
    }

    /// <summary>The beginning of a word near <paramref name="wanted"/>, but not after <paramref name="most"/>.</summary>
    private static int StartNear(string body, int most, int wanted)
    {
        for (var at = wanted; at < Math.Min(wanted + Slack, most); at++)
        {
            if (IsGap(body[at - 1]) && !IsGap(body[at]))
                return at;
        }

        return Whole(body, wanted);
    }

    /// <summary>The end of a word near <paramref name="wanted"/>, but not before <paramref name="least"/>.</summary>
    private static int EndNear(string body, int least, int wanted)
    {
        if (wanted == body.Length)
            return wanted;
        for (var at = wanted; at > Math.Max(wanted - Slack, least); at--)
        {
            if (IsGap(body[at]) && !IsGap(body[at - 1]))
                return at;
        }

        return Whole(body, wanted);
    }

    /// <summary>Not between the halves of a surrogate pair.</summary>
    private static int Whole(string body, int at) =>
        at > 0 && at < body.Length && char.IsLowSurrogate(body[at]) && char.IsHighSurrogate(body[at - 1]) ? at - 1 : at;

    private static bool IsGap(char c) => char.IsWhiteSpace(c) || char.IsControl(c);
}
