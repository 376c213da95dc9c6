using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Search;
using Diary.Projections.Accounts;
using Diary.Search;

namespace Diary.GraphQL.Tests.Search;

/// <summary>What the database shows of an entry.</summary>
/// <param name="Quarter">Of its day.</param>
/// <param name="Terms">As they are stored.</param>
/// <param name="Brought">Words that were first used in its quarter by it.</param>
internal sealed record IndexedEntry(int Quarter, IReadOnlyList<Bytes> Terms, IReadOnlyList<VocabularyWord> Brought);

/// <summary>A stem of a text: where it is, and in how many forms.</summary>
internal readonly record struct StemUse(bool InTitle, bool InBody, int Forms);

/// <summary>A diary as the product indexes it: what a thief of the database has, beside the truth to compare guesses with.</summary>
internal sealed class IndexedDiary
{
    private static readonly Stemmer English = new(Language.English);

    private readonly IReadOnlyList<DatedText> _texts;

    private IndexedDiary(IReadOnlyList<DatedText> texts, IReadOnlyList<IndexedEntry> entries, IReadOnlyDictionary<Bytes, string> truth) =>
        (_texts, Entries, Truth) = (texts, entries, truth);

    /// <summary>In the order in which they were written.</summary>
    public IReadOnlyList<IndexedEntry> Entries { get; }

    /// <summary>The stem behind each term.</summary>
    public IReadOnlyDictionary<Bytes, string> Truth { get; }

    /// <summary>Indexes texts with fresh keys.</summary>
    /// <param name="texts">In the order of their days.</param>
    /// <param name="underOneKey">As nothing in the product does: all quarters under the key of one.</param>
    public static IndexedDiary Of(IReadOnlyList<DatedText> texts, bool underOneKey = false)
    {
        var row = new AccountRow(new AccountId(Guid.CreateVersion7()), 1, Tier.Uce, "UTC", new Bytes(new byte[32]), 1, false, 10,
            DateTimeOffset.UnixEpoch);
        var account = UnlockedAccount.Uce(row, SymmetricKey.Generate(), SymmetricKey.Generate(), [], 1);
        var vocabulary = new HashSet<(int, Bytes)>();
        var truth = new Dictionary<Bytes, string>();
        var entries = new List<IndexedEntry>();
        foreach (var text in texts)
        {
            var day = underOneKey ? texts[0].Date : text.Date;
            var (quarter, tokens) = (TextIndex.NumberOf(day), account.Index.Terms("DIARY", Quarter.Of(day)));
            var found = new FoundWords(new Stemmer(Language.English), tokens);
            found.Add(text.Title, SearchField.Title);
            found.Add(text.Body, SearchField.Body);
            List<VocabularyWord> brought =
                [.. found.Words.Keys.Where(t => vocabulary.Add((quarter, t))).Select(t => found.Seal(account, quarter, t))];
            foreach (var word in brought)
            {
                truth[Half(word.Terms, 0)] = truth[Half(word.Terms, 1)] = English.Stem(found.Words[word.Token])!;
            }

            var terms = found.Terms();
            entries.Add(new IndexedEntry(
                quarter, [.. Enumerable.Range(0, terms.Length / TermTokens.Size).Select(i => Half(terms, i))], brought));
        }

        account.Release();
        return new IndexedDiary(texts, entries, truth);
    }

    /// <summary>The stems of an entry, for whoever knows its text.</summary>
    public Dictionary<string, StemUse> StemsOf(int entry)
    {
        var (title, body) = (Forms(_texts[entry].Title ?? ""), Forms(_texts[entry].Body));
        return title.Keys.Union(body.Keys).ToDictionary(stem => stem, stem => new StemUse(title.ContainsKey(stem), body.ContainsKey(stem),
            title.GetValueOrDefault(stem, []).Union(body.GetValueOrDefault(stem, [])).Count()));
    }

    /// <summary>A title's term, or a body's, of a word.</summary>
    public static Bytes Half(Bytes terms, int number) => new(terms.Span.Slice(number * TermTokens.Size, TermTokens.Size).ToArray());

    private static Dictionary<string, HashSet<string>> Forms(string text) => Diary.Search.Words.Of(text)
        .Select(w => (w.Folded, Stem: English.Stem(w.Folded))).Where(w => w.Stem is not null)
        .GroupBy(w => w.Stem!, w => w.Folded).ToDictionary(g => g.Key, g => g.ToHashSet(StringComparer.Ordinal));
}
