namespace Diary.Search;

/// <summary>
/// Forgives small slips. An edit inserts, deletes or replaces one character, or swaps two neighbours; characters are UTF-16 units,
/// compared ordinally.
/// </summary>
public static class Spelling
{
    /// <summary>The most words that <see cref="Nearest"/> gives.</summary>
    public const int MostNearest = 20;

    private const int OnStack = 64;

    /// <summary>How many edits are forgiven in a word: 1 from five characters on, 2 from nine; none where it has a digit.</summary>
    public static int Allowed(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Any(char.IsDigit) ? 0 : word.Length switch { < 5 => 0, < 9 => 1, _ => 2 };
    }

    /// <summary>
    /// The words that are as near to <paramref name="word"/> as any, within what is <see cref="Allowed"/>: the word itself where
    /// it is there.
    /// </summary>
    /// <param name="word">Folded, as the vocabulary is.</param>
    /// <param name="vocabulary">Read once.</param>
    /// <returns>The first <see cref="MostNearest"/> of them, in the order of the vocabulary; empty where none is near.</returns>
    public static IReadOnlyList<string> Nearest(string word, IEnumerable<string> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var (nearest, most) = (new List<string>(), Allowed(word));
        foreach (var candidate in vocabulary)
        {
            if (Math.Abs(candidate.Length - word.Length) > most || Distance(word, candidate, most) is var distance && distance > most)
                continue;
            if (distance < most)
                nearest.Clear();
            most = distance;
            if (nearest.Count < MostNearest)
                nearest.Add(candidate);
        }

        return nearest;
    }

    /// <summary>
    /// The Damerau-Levenshtein distance where no part is edited twice (optimal string alignment). Only the cells of the table within
    /// <paramref name="most"/> of the diagonal are looked at.
    /// </summary>
    /// <param name="a">One word.</param>
    /// <param name="b">The other.</param>
    /// <param name="most">The greatest distance of interest.</param>
    /// <returns>The distance, or <paramref name="most"/> + 1 where it is greater.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is negative.</exception>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        if (Math.Abs(a.Length - b.Length) > most)
            return most + 1;

        var common = a.CommonPrefixLength(b);
        a = a[common..];
        b = b[common..];
        while (a.Length > 0 && b.Length > 0 && a[^1] == b[^1])
        {
            a = a[..^1];
            b = b[..^1];
        }

        if (a.Length == 0 || b.Length == 0)
            return a.Length + b.Length;

        var width = b.Length + 1;
        var rows = width <= OnStack ? stackalloc int[3 * OnStack] : new int[3 * width];
        most = Math.Min(most, Math.Max(a.Length, b.Length));
        return Banded(a, b, most, rows[..width], rows.Slice(width, width), rows.Slice(2 * width, width));
    }

    private static int Banded(
        ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most, Span<int> beforeLast, Span<int> last, Span<int> row)
    {
        var beyond = most + 1;
        beforeLast.Fill(beyond);
        for (var j = 0; j < last.Length; j++)
            last[j] = Math.Min(j, beyond);

        var lastLeast = 0;
        for (var i = 1; i <= a.Length; i++)
        {
            var (from, to) = (Math.Max(1, i - most), Math.Min(b.Length, i + most));
            row[from - 1] = from == 1 ? Math.Min(i, beyond) : beyond;
            var least = row[from - 1];
            for (var j = from; j <= to; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? last[j - 1] : 1 + Math.Min(last[j - 1], Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost = Math.Min(cost, beforeLast[j - 2] + 1);
                row[j] = cost;
                least = Math.Min(least, cost);
            }

            if (to < b.Length)
                row[to + 1] = beyond;
            // A swap reaches over one row, and costs one.
            if (least > most && lastLeast + 1 > most)
                return beyond;

            lastLeast = least;
            var oldest = beforeLast;
            beforeLast = last;
            last = row;
            row = oldest;
        }

        return Math.Min(last[b.Length], beyond);
    }
}
