using Diary.Projections.Entries;
using Diary.Search;

namespace Diary.GraphQL.Search;

/// <summary>An entry that was found.</summary>
/// <param name="Row">The entry.</param>
/// <param name="Score">How well it fits; 0 where nobody opened it.</param>
/// <param name="Text">What was opened; null for E2E.</param>
/// <param name="Match">What was found in it; null for E2E.</param>
internal sealed record SearchHit(EntryRow Row, double Score, SearchText? Text, MatchedText? Match);

/// <summary>How many entries match.</summary>
/// <param name="Count">How many were counted.</param>
/// <param name="IsLowerBound">Whether there may be more.</param>
internal sealed record SearchTotal(int Count, bool IsLowerBound);

/// <summary>What a search found.</summary>
/// <param name="Hits">Best first.</param>
/// <param name="Total">Counts all matches; asked for only where a client wants to know.</param>
internal sealed record SearchHits(IReadOnlyList<SearchHit> Hits, Func<CancellationToken, Task<SearchTotal>> Total);
