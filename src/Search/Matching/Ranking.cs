namespace Diary.Search;

/// <summary>
/// BM25 over two fields, as Robertson, Zaragoza and Taylor extend it ("Simple BM25 Extension to Multiple Weighted Fields", 2004): as
/// if the title stood there three times. How rare a term is, and how long texts are, is told by the given texts alone.
/// </summary>
public static class Ranking
{
    private const double Saturation = 1.2;
    private const double LengthWeight = 0.75;
    private const int TitleWeight = 3;

    /// <summary>The score of each text, in their order; higher is better, and 0 the least.</summary>
    /// <param name="texts">What one matcher found. Those that do not satisfy the query make rare terms weigh more.</param>
    /// <exception cref="ArgumentException">The texts are not of one matcher.</exception>
    public static IReadOnlyList<double> Score(IReadOnlyList<MatchedText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
            return [];

        var weights = new double[texts[0].Counts.Count];
        if (texts.Any(text => text.Counts.Count != weights.Length))
            throw new ArgumentException("Texts of several matchers cannot be compared.", nameof(texts));

        for (var term = 0; term < weights.Length; term++)
            weights[term] = Rarity(texts.Count, texts.Count(text => Frequency(text.Counts[term]) > 0));
        var average = texts.Average(text => (double)Length(text));
        return [.. texts.Select(text => Score(text, weights, average))];
    }

    private static double Score(MatchedText text, double[] weights, double average)
    {
        var score = 0d;
        var norm = Saturation * (1 - LengthWeight + (average > 0 ? LengthWeight * Length(text) / average : 0));
        for (var term = 0; term < weights.Length; term++)
        {
            var frequency = Frequency(text.Counts[term]);
            score += weights[term] * frequency * (Saturation + 1) / (frequency + norm);
        }

        return score;
    }

    private static double Rarity(int texts, int having) => Math.Log(1 + (texts - having + 0.5) / (having + 0.5));

    private static long Frequency(TermCount count) => (long)TitleWeight * count.Title + count.Body;

    private static long Length(MatchedText text) => (long)TitleWeight * text.TitleWords + text.BodyWords;
}
