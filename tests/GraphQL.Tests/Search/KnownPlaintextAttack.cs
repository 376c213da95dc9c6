using Diary.Domain;

namespace Diary.GraphQL.Tests.Search;

/// <summary>
/// Reads an index with the help of texts that are known: within a quarter, words whose tokens are in just the known entries that a stem is
/// in, of all tokens and of all stems alone, are taken for it. Where several are, they may be told apart by how common they are.
/// </summary>
internal static class KnownPlaintextAttack
{
    /// <summary>The share of the terms of all other entries that are read rightly.</summary>
    /// <param name="diary">The stolen index.</param>
    /// <param name="known">The entries whose texts are known.</param>
    /// <param name="guesses">Whether to guess by frequency as well; what is guessed may be wrong, and the thief cannot tell.</param>
    public static double ShareRead(IndexedDiary diary, IReadOnlyCollection<int> known, bool guesses = false)
    {
        var texts = known.Order().Select(i => (Number: i, Stems: diary.StemsOf(i))).ToList();
        var common = texts.SelectMany(t => t.Stems.Keys).CountBy(s => s).ToDictionary();
        var first = diary.Entries.Index().GroupBy(e => e.Item.Quarter).Select(g => g.First().Index).ToHashSet();
        var read = new Dictionary<Bytes, string>();
        foreach (var quarter in texts.GroupBy(t => diary.Entries[t.Number].Quarter))
        {
            var entries = diary.Entries.Where(e => e.Quarter == quarter.Key).ToList();
            var uses = entries.SelectMany(e => e.Terms).CountBy(t => t).ToDictionary();
            var words = entries.SelectMany(e => e.Brought).Select(w => w.Terms).Distinct().ToList();
            var seen = quarter.Select(t => (t.Number, t.Stems, Terms: diary.Entries[t.Number].Terms.ToHashSet(),
                Brought: diary.Entries[t.Number].Brought.CountBy(w => w.Terms).ToDictionary())).ToList();

            // All that a first entry of a quarter has is new there: the vocabulary tells in how many forms it has a word.
            var tokens = words.ToLookup(w => string.Join(' ', seen.Select(e => Mark(e.Terms.Contains(IndexedDiary.Half(w, 0)),
                e.Terms.Contains(IndexedDiary.Half(w, 1)), first.Contains(e.Number) ? e.Brought.GetValueOrDefault(w) : 0))));
            var stems = seen.SelectMany(e => e.Stems.Keys).Distinct().ToLookup(s => string.Join(' ', seen.Select(e =>
                e.Stems.GetValueOrDefault(s) is var use ? Mark(use.InTitle, use.InBody, first.Contains(e.Number) ? use.Forms : 0) : "")));
            foreach (var alike in stems)
            {
                if (guesses || (alike.Count() == 1 && tokens[alike.Key].Count() == 1))
                {
                    var ranked = tokens[alike.Key].OrderByDescending(Uses);
                    foreach (var (word, stem) in ranked.Zip(alike.OrderByDescending(s => common[s])))
                    {
                        read[IndexedDiary.Half(word, 0)] = read[IndexedDiary.Half(word, 1)] = stem;
                    }
                }
            }

            int Uses(Bytes word) => uses.GetValueOrDefault(IndexedDiary.Half(word, 0)) + uses.GetValueOrDefault(IndexedDiary.Half(word, 1));
        }

        var others = diary.Entries.Index().Where(e => !known.Contains(e.Index)).SelectMany(e => e.Item.Terms).ToList();
        return others.Count(t => read.TryGetValue(t, out var stem) && stem == diary.Truth[t]) / (double)others.Count;
    }

    private static string Mark(bool title, bool body, int forms) => $"{(title ? 't' : '-')}{(body ? 'b' : '-')}{forms}";
}
