using System.Buffers.Text;
using Diary.Cryptography;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;
using Diary.Projections.Search;

namespace Diary.GraphQL.Search;

/// <summary>
/// Search in an E2E account, by tokens that its client computed: all of the outer list, any of an inner one. The client opens, looks
/// through and ranks what is found.
/// </summary>
public sealed class BlindSearch(SearchReader search)
{
    /// <summary>How many tokens at most.</summary>
    public const int MostTokens = 10_000;

    /// <summary>How many inner lists at most.</summary>
    public const int MostWords = 64;

    /// <summary>The newest entries behind a position that have the tokens, with the count of all.</summary>
    /// <exception cref="DiaryError">BAD_REQUEST: too many tokens, or some that are none.</exception>
    internal async Task<SearchHits> Find(DiarySession caller, IReadOnlyList<IReadOnlyList<byte[]>> tokens, EntryQuery selection,
        EntryPosition? after, int limit, CancellationToken cancellation)
    {
        if (Condition(tokens) is not { } condition)
        {
            return new SearchHits([], _ => Task.FromResult(new SearchTotal(0, false)));
        }

        var rows = await search.Newest(caller.Account, condition, selection, after, limit, cancellation);
        return new SearchHits([.. rows.Select(r => new SearchHit(r, 0, null, null))], async c =>
            await search.Count(caller.Account, condition, selection, PlainSearch.MostCounted, c) is var count
                ? new SearchTotal(count, count >= PlainSearch.MostCounted)
                : throw new InvalidOperationException());
    }

    private static string? Condition(IReadOnlyList<IReadOnlyList<byte[]>> tokens)
    {
        if (tokens.Count > MostWords || tokens.Sum(t => t.Count) > MostTokens)
        {
            throw Bad($"A search takes at most {MostWords} lists and {MostTokens} tokens in all.");
        }

        if (tokens.Any(any => any.Any(t => t.Length != TermTokens.Size)))
        {
            throw Bad($"A search token is {TermTokens.Size} bytes.");
        }

        return tokens.Count == 0 || tokens.Any(any => any.Count == 0) ? null
            : string.Join(" & ", tokens.Select(any => $"({string.Join(" | ", any.Select(t => $"'{Base64Url.EncodeToString(t)}'"))})"));
    }

    private static DiaryError Bad(string message) => new DiaryError(ErrorCodes.BadRequest, message).With("argument", "tokens");
}
