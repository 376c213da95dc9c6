namespace Diary.GraphQL.Tests.Search;

/// <summary>An entry's text on its day.</summary>
internal readonly record struct DatedText(DateOnly Date, string? Title, string Body);

/// <summary>
/// Diaries of made-up words, as unequally frequent as those of real ones: the n-th most frequent is there 1/(n + 2.7) times as often as the
/// first (Zipf and Mandelbrot). The same in every run.
/// </summary>
internal static class SyntheticDiary
{
    private const int DifferentWords = 12_000;

    private static readonly string[] Endings = ["", "", "", "", "s", "ed", "ing"];

    /// <summary>So many entries, spread evenly over the years from 2015 on.</summary>
    public static IReadOnlyList<DatedText> Of(int entries, int years, int seed = 20261125)
    {
        var random = new Random(seed);
        var words = Words(random);
        var upTo = new double[words.Count];
        var sum = 0d;
        for (var i = 0; i < upTo.Length; i++)
        {
            upTo[i] = sum += 1 / (i + 2.7);
        }

        var first = new DateOnly(2015, 1, 1);
        var days = first.AddYears(years).DayNumber - first.DayNumber;
        return [.. Enumerable.Range(0, entries).Select(i => new DatedText(first.AddDays((int)((long)i * days / entries)),
            random.Next(2) == 0 ? null : Text(random.Next(1, 6)), Text(random.Next(40, 400))))];

        string Text(int length) => string.Join(' ', Enumerable.Range(0, length).Select(_ => Word()));

        string Word()
        {
            var at = Array.BinarySearch(upTo, random.NextDouble() * sum);
            return words[at < 0 ? ~at : at] + Endings[random.Next(Endings.Length)];
        }
    }

    private static List<string> Words(Random random)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (words.Count < DifferentWords)
        {
            words.Add(string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => Syllable())) + "k");
        }

        return [.. words];

        string Syllable() => $"{"bdfgjklmnprtvz"[random.Next(14)]}{"aiou"[random.Next(4)]}";
    }
}
