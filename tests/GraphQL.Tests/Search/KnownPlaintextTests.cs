using System.Globalization;
using System.Text.Json;

namespace Diary.GraphQL.Tests.Search;

/// <summary>What an index tells to whoever holds it and knows some of the entries: little more than these.</summary>
public sealed class KnownPlaintextTests
{
    private const int Draws = 5;

    // A real diary, where one was laid beside the repository; it is not part of it.
    private static readonly string Corpus = Environment.GetEnvironmentVariable("DIARY_CORPUS") ?? "";

    private static readonly Lazy<IReadOnlyList<DatedText>> Texts = new(() => SyntheticDiary.Of(3_400, years: 9));
    private static readonly Lazy<IndexedDiary> Synthetic = new(() => IndexedDiary.Of(Texts.Value));

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(5, 0.05)]
    public void Knowing_some_entries_reads_no_more_of_the_others(int percent, double most) =>
        Assert.All(Shares("made up", Synthetic.Value, percent), share => Assert.InRange(share, 0, most));

    [Fact]
    public void Under_one_key_for_all_quarters_the_same_attack_reads_much() =>
        Assert.All(Shares("made up, one key", IndexedDiary.Of(Texts.Value, underOneKey: true), 1),
            share => Assert.InRange(share, 0.25, 1));

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(5, 0.05)]
    public void A_real_diary_is_read_no_further(int percent, double most)
    {
        if (!File.Exists(Corpus))
        {
            return; // the made-up one stands for it
        }

        Assert.All(Shares("real", IndexedDiary.Of(Real()), percent), share => Assert.InRange(share, 0, most));
        Shares("real, one key", IndexedDiary.Of(Real(), underOneKey: true), percent);
    }

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
        return [.. corpus.RootElement.EnumerateArray().Where(e => e.GetProperty("date").GetString() is not null)
            .Select(e => new DatedText(DateOnly.Parse(e.GetProperty("date").GetString()![..10], CultureInfo.InvariantCulture), null, e.GetProperty("text").GetString()!))];
    }
}
