using Diary.GraphQL.Keys;
using Diary.Projections.Search;
using Diary.Search;

namespace Diary.GraphQL.Search;

/// <summary>Completes words by the account's own vocabulary.</summary>
public sealed class Suggestions(Vocabularies vocabularies, SearchReader search)
{
    private const int MostCounted = 1_000; // of entries: more is as good as all
    private const int LeastCandidates = 50;
    private const int MostTermsOfWord = 200;

    /// <summary>The words that begin with what was typed, those that most entries have first; at most <paramref name="count"/>.</summary>
    public async Task<IReadOnlyList<string>> Find(
        UnlockedAccount account, string typed, int count, CancellationToken cancellation)
    {
        if (Words.Of(typed) is not [{ Folded: var prefix }])
        {
            return []; // nothing, or more than a word
        }

        // A word that is used in many quarters is likely to be used a lot: only the most likely ones are counted.
        var vocabulary = await vocabularies.Of(account, cancellation);
        var likely = vocabulary.SelectMany(v => v.StartingWith(prefix)).Distinct()
            .Select(w => (Word: w, Places: vocabulary.SelectMany(v => v.PlacesOf(w)).ToList()))
            .OrderByDescending(w => w.Places.Count).ThenBy(w => w.Word, StringComparer.Ordinal)
            .Take(Math.Max(LeastCandidates, 2 * count)).ToList();
        if (likely.Count == 0)
        {
            return [];
        }

        var counts = await search.Counts(account.Id, [.. likely.Select(w => Condition(w.Places))], MostCounted, cancellation);
        return [.. likely.Zip(counts, (w, uses) => (w.Word, Uses: uses)).Where(w => w.Uses > 0)
            .OrderByDescending(w => w.Uses).ThenBy(w => w.Word, StringComparer.Ordinal).Select(w => w.Word).Take(count)];
    }

    private static string Condition(IEnumerable<WordPlace> places) => string.Join(" | ",
        places.OrderByDescending(p => p.Quarter).SelectMany(p => TermQuery.Quoted(p.Terms.Memory)).Distinct().Take(MostTermsOfWord));
}
