namespace Diary.Projections.Tests.Search;

/// <summary>Texts and queries of a few words, so that they meet often: forms of one word, stop words of two languages, others.</summary>
internal static class RandomText
{
    private static readonly string[] Content =
    [
        "walk", "walked", "walking", "office", "offices", "cat", "cats", "Haus", "Häuser", "house", "houses", "café", "cafe", "well-known",
        "man", "war", "3.14", "日本語", "running",
    ];

    private static readonly string[] Stop = ["the", "don't", "to", "of", "and", "was", "die", "der", "und", "in", "an"];

    public static string Body(Random random) => string.Join(' ', Many(random, random.Next(3, 20)));

    /// <summary>At least one clause asks for more than stop words, as do all phrases.</summary>
    public static string Query(Random random) => string.Join(' ',
        Enumerable.Range(0, random.Next(1, 4)).Select(_ => Clause(random)).Append(One(random, Content)));

    private static string Clause(Random random) => random.Next(6) switch
    {
        0 => $"{Term(random)} or {Term(random)}",
        1 => $"-{Term(random)}",
        2 => Phrase(random),
        3 => $"{Phrase(random)} OR {Phrase(random)} or {Word(random)}",
        _ => $"{Word(random)} or {Word(random)} or {One(random, Content)}",
    };

    private static string Term(Random random) => random.Next(2) == 0 ? Word(random) : Phrase(random);

    private static string Phrase(Random random)
    {
        string[] words = [.. Many(random, random.Next(2)), One(random, Content), .. Many(random, random.Next(3))];
        return $"\"{string.Join(' ', words)}\"";
    }

    private static IEnumerable<string> Many(Random random, int count) => Enumerable.Range(0, count).Select(_ => Word(random));

    private static string Word(Random random) => One(random, random.Next(3) == 0 ? Stop : Content);

    private static string One(Random random, string[] words) => words[random.Next(words.Length)];
}
