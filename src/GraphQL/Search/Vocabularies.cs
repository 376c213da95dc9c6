using Diary.GraphQL.Keys;
using Diary.Projections.Search;

namespace Diary.GraphQL.Search;

/// <summary>
/// Opens vocabularies, and keeps them with their open accounts while all of them together take no more than a bounded part of memory.
/// </summary>
public sealed class Vocabularies(VocabularyReader reader, TimeProvider clock)
{
    /// <summary>How many words of one account are opened at most, those of the newest quarters first.</summary>
    public const int MostWords = 400_000;

    private const long MostBytes = 256 * 1024 * 1024;
    private const int MostRecent = 5_000;

    // The clocks of silos differ a little, and a commit takes a moment: entries of the last seconds are read again.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private long _kept;

    /// <summary>The account's words as they stand now: those that are kept open, and those of entries that changed since.</summary>
    internal async Task<IReadOnlyList<Vocabulary>> Of(UnlockedAccount account, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (account.Search.Vocabulary is { } kept)
        {
            var recent = await reader.Since(account.Id, kept.ReadAt - Overlap, MostRecent, cancellation);
            return recent.Count == 0 ? [kept] : [kept, new Vocabulary(account, recent, now, recent.Count < MostRecent)];
        }

        var words = await reader.Newest(account.Id, MostWords, cancellation);
        var vocabulary = new Vocabulary(account, words, now, words.Count < MostWords);
        if (Interlocked.Add(ref _kept, vocabulary.Size) <= MostBytes)
        {
            account.Search.Keep(vocabulary, Release);
        }
        else
        {
            Release(vocabulary); // too much for now: this request uses it, nobody keeps it
        }

        return [vocabulary];
    }

    private void Release(Vocabulary vocabulary) => Interlocked.Add(ref _kept, -vocabulary.Size);
}
