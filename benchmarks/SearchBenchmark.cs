using System.Diagnostics;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Search;
using Diary.Projections.Accounts;
using Diary.Search;

namespace Diary.Benchmarks;

/// <summary>Matching, ranking and cutting opened texts, and what an entry costs when it is written.</summary>
internal static class SearchBenchmark
{
    private const int Texts = 500;
    private const int WordsOfText = 400;
    private const int Vocabulary = 20_000;

    public static Task Run()
    {
        var random = new Random(1);
        var vocabulary = Enumerable.Range(0, Vocabulary).Select(_ => Word(random)).Distinct().ToArray();
        var texts = Enumerable.Range(0, Texts).Select(_ => new SearchText("A day", Text(random, vocabulary, WordsOfText))).ToArray();
        var entry = Text(random, vocabulary, 300);
        string[] queries =
            [vocabulary[3], $"{vocabulary[1]} {vocabulary[2]} {vocabulary[5]}", $"\"{vocabulary[0]} {vocabulary[1]}\"", "a*", "the"];
        Language[][] settings = [[Language.English], [Language.English, Language.German, Language.French]];

        foreach (var languages in settings)
        {
            foreach (var query in queries)
                Print($"search {query} in {Texts} texts, {languages.Length} languages", () => Search(query, languages, texts));
        }

        foreach (var language in Languages.All)
            Print($"index 300 words, {language}", () => Index(language, entry));
        using var root = SymmetricKey.Generate();
        var account = UnlockedAccount.Uce(
            new AccountRow(new AccountId(Guid.NewGuid()), 1, Tier.Uce, "UTC", Bytes.Empty, 1, false, 0, default),
            SymmetricKey.Generate(), root, [], 1);
        Print("all that createEntry does for search with 300 words, all new", () => Whole(account, entry, sealAll: true));
        Print("the same, none of them new", () => Whole(account, entry, sealAll: false));
        Print("detect the language of 300 words", () => LanguageDetection.Detect(entry));
        string[] many = [.. Enumerable.Range(0, 100_000).Select(_ => Word(random))];
        Print("nearest of 100,000 words", () => Spelling.Nearest("comissioners", many));
        return Task.CompletedTask;
    }

    private static void Search(string query, Language[] languages, SearchText[] texts)
    {
        var matcher = new TextMatcher(SearchQuery.Parse(query), languages);
        var found = texts.Select(text => (text, match: matcher.Match(text))).Where(one => one.match.Satisfies).ToArray();
        var scores = Ranking.Score([.. found.Select(one => one.match)]);
        foreach (var best in Enumerable.Range(0, found.Length).OrderByDescending(at => scores[at]).Take(20))
            Snippets.Of(found[best].text.Body, found[best].match.Marks);
    }

    private static HashSet<string> Index(Language language, string text)
    {
        var stemmer = new Stemmer(language);
        return [.. Words.Of(text).Select(word => stemmer.Stem(word.Folded)).OfType<string>()];
    }

    /// <summary>Language, words, stems, tokens, sealed words and the sealed count: everything at the edge but its one question.</summary>
    private static void Whole(UnlockedAccount account, string text, bool sealAll)
    {
        var language = LanguageDetection.Detect(text) ?? Language.English;
        var found = new FoundWords(
            new Stemmer(language), account.Index.Terms("DIARY", Cryptography.Quarter.Of(new DateOnly(2026, 3, 1))));
        var count = found.Add(text, SearchField.Body);
        found.Terms();
        account.Index.SealCount(Guid.Empty, 1, count);
        foreach (var token in sealAll ? found.Words.Keys : Enumerable.Empty<Bytes>())
            found.Seal(account, 8104, token);
    }

    /// <summary>Few words make most of a text, as in speech.</summary>
    private static string Text(Random random, string[] vocabulary, int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ =>
        random.Next(3) == 0 ? "the" : vocabulary[(int)(vocabulary.Length * Math.Pow(random.NextDouble(), 4))]));

    private static string Word(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(2, 13)).Select(_ => (char)('a' + random.Next(26))));

    private static void Print(string what, Action call)
    {
        for (var i = 0; i < 30; i++)
            call();
        var times = new Quantiles(Enumerable.Range(0, 50).Select(_ => Milliseconds(call)));
        Console.WriteLine($"{what,-60} p50 {times.P50:F3}, p95 {times.P95:F3} ms");
    }

    private static double Milliseconds(Action call)
    {
        var start = Stopwatch.GetTimestamp();
        call();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
