using System.ComponentModel;
using Diary.Domain.Accounts;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Paging;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Search;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;
using Diary.Search;
using GraphQL;
using GraphQL.Types;

namespace Diary.GraphQL;

public sealed partial class Query
{
    private const byte ByScore = 60;
    private const byte ByDay = 61;
    private const int MostQueryCharacters = 1000;

    /// <summary>Full-text search.</summary>
    [Authorize]
    [Description("UCE: a web-style query: words are stemmed and ANDed, quotes make a phrase, or, -not, a trailing * makes a prefix, "
        + "small typos are forgiven. E2E: tokens that the client computed, all of the outer list, any of an inner one.")]
    public static Task<SearchConnection> Search(
        IResolveFieldContext context,
        [FromServices] PlainSearch plain,
        [FromServices] BlindSearch blind,
        string? query,
        [InputType(typeof(ListGraphType<NonNullGraphType<ListGraphType<NonNullGraphType<Base64Scalar>>>>))] byte[][][]? tokens,
        [DefaultAstValue("20")] int? first,
        string? after,
        EntryFilter? filter,
        CancellationToken cancellation)
    {
        var caller = context.Session<DiarySession>();
        var selection = Selection(caller, filter, EntryOrder.EntryDateDesc);
        return (caller.Keys.Tier, query, tokens) switch
        {
            (Tier.Uce, { } text, null) => Search(plain, caller, text, selection, PageRequest.From(first, after, ByScore), cancellation),
            (Tier.E2E, null, { } given) => Search(blind, caller, given, selection, PageRequest.From(first, after, ByDay), cancellation),
            (Tier.Uce, _, { }) => throw Mismatch("tokens", "The account is UCE: search by query."),
            (Tier.E2E, { }, _) => throw Mismatch("query", "The account is E2E: search by tokens that its client computes."),
            (Tier.Uce, _, _) => throw Bad("query", "A search needs a query."),
            _ => throw Bad("tokens", "A search needs tokens."),
        };
    }

    /// <summary>Completes a word.</summary>
    [Authorize, Description("Words of this diary that begin with the prefix, most used first. UCE only.")]
    public static Task<IReadOnlyList<string>> Suggest(
        IResolveFieldContext context,
        [FromServices] Suggestions suggestions,
        string prefix,
        [DefaultAstValue("10")] int? first,
        CancellationToken cancellation)
    {
        var caller = context.Session<DiarySession>();
        return caller.Keys.Tier != Tier.Uce ? throw Mismatch("prefix", "The server knows no words of an E2E account.")
            : suggestions.Find(caller.Keys, Bounded("prefix", prefix), first ?? 10, cancellation);
    }

    private static async Task<SearchConnection> Search(
        PlainSearch plain, DiarySession caller, string text, EntryQuery selection, PageRequest page, CancellationToken cancellation)
    {
        var query = SearchQuery.Parse(Bounded("query", text));
        if (query.IsTooLong)
        {
            throw Bad("query", $"A query has at most {SearchQuery.MostTerms} terms, and {SearchQuery.MostWords} words in all.");
        }

        var found = await plain.Find(caller, query, selection, cancellation);
        var hits = Behind(found.Hits, page.After).Take(page.Take).ToList();
        return new SearchConnection(
            Page.Of(page, hits, h => new SearchEdge(h, new Cursor(ByScore, Bits(h.Score), h.Row.Id.Value))), found.Total);
    }

    private static async Task<SearchConnection> Search(BlindSearch blind, DiarySession caller, IReadOnlyList<IReadOnlyList<byte[]>> tokens,
        EntryQuery selection, PageRequest page, CancellationToken cancellation)
    {
        var after = Position(page.After, EntryOrder.EntryDateDesc);
        var found = await blind.Find(caller, tokens, selection, after, page.Take, cancellation);
        return new SearchConnection(
            Page.Of(page, found.Hits, h => new SearchEdge(h, new Cursor(ByDay, h.Row.EntryDate.DayNumber, h.Row.Id.Value))), found.Total);
    }

    /// <summary>What follows the entry of a cursor; where that is found no more, what scores less than it did.</summary>
    private static IEnumerable<SearchHit> Behind(IReadOnlyList<SearchHit> hits, Cursor? after)
    {
        if (after is null)
        {
            return hits;
        }

        var last = hits.TakeWhile(h => h.Row.Id.Value != after.Tie).Count();
        return last < hits.Count ? hits.Skip(last + 1) : hits.Where(h => Bits(h.Score) < after.Key);
    }

    private static long Bits(double score) => BitConverter.DoubleToInt64Bits(score); // scores are not negative: their bits order as they do

    private static string Bounded(string argument, string text) => text.Length <= MostQueryCharacters ? text
        : throw Bad(argument, $"The argument '{argument}' has at most {MostQueryCharacters} characters.");

    private static DiaryError Bad(string argument, string message) =>
        new DiaryError(ErrorCodes.BadRequest, message).With("argument", argument);

    private static DiaryError Mismatch(string argument, string message) =>
        new DiaryError(ErrorCodes.TierMismatch, message).With("argument", argument);
}
