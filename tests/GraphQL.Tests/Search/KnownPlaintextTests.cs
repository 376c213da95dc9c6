using System.Globalization;
using System.Text.Json;

namespace Diary.GraphQL.Tests.Search;

/// <summary>What an index tells to whoever holds it and knows some of the entries: little more than these.</summary>
public sealed class KnownPlaintextTests
{
    private const int Draws = 5;

    // Names a real diary to attack as well: JSON, a list of "date" and "text". None is part of the repository.
    private static readonly string Corpus = Environment.GetEnvironmentVariable("DIARY_CORPUS") ?? "";

    private static readonly Lazy<IReadOnlyList<DatedText>> Texts = new(() => SyntheticDiary.Of(3_400, years: 9));
    private static readonly Lazy<IReadOnlyList<(string Name, IndexedDiary Index)>> Diaries = new(() => File.Exists(Corpus)
        ? [("made up", IndexedDiary.Of(Texts.Value)), ("real", IndexedDiary.Of(Real()))]
        : [("made up", IndexedDiary.Of(Texts.Value))]);

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(5, 0.05)]
    public void Knowing_some_entries_reads_no_more_of_the_others(int percent, double most) =>
        Assert.All(Diaries.Value.SelectMany(d => Shares(d.Name, d.Index, percent)), share => Assert.InRange(share, 0, most));

    [Fact]
    public void Under_one_key_for_all_quarters_the_same_attack_reads_much() =>
        Assert.All(Shares("made up, one key", IndexedDiary.Of(Texts.Value, underOneKey: true), 1),
            share => Assert.InRange(share, 0.25, 1));

    private static List<double> Shares(string name, IndexedDiary diary, int percent)
    {
        var random = new Random(percent);
        var numbers = Enumerable.Range(0, diary.Entries.Count).ToArray();
        List<HashSet<int>> draws = [.. Enumerable.Range(0, Draws).Select(_ =>
        {
            random.Shuffle(numbers);
            return numbers.Take(numbers.Length * percent / 100).ToHashSet();
        })];
        List<double> shares = [.. draws.Select(known => KnownPlaintextAttack.ShareRead(diary, known))];
        var guessed = draws.Select(known => KnownPlaintextAttack.ShareRead(diary, known, guesses: true)).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}, {percent} % known: read {shares.Average():P2} (at most {shares.Max():P2}), with guesses {guessed.Average():P2}"));
        return shares;
    }

    private static List<DatedText> Real()
    {
        using var corpus = JsonDocument.Parse(File.ReadAllBytes(Corpus));
        return [.. corpus.RootElement.EnumerateArray()
            .Select(e => (Date: e.GetProperty("date").GetString(), Text: e.GetProperty("text").GetString()))
            .Where(e => e.Date is not null)
            .Select(e => new DatedText(DateOnly.Parse(e.Date![..10], CultureInfo.InvariantCulture), null, e.Text!))];
    }
}
