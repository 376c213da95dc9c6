using System.ComponentModel;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Paging;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;
using GraphQL;
using GraphQL.DataLoader;

namespace Diary.GraphQL;

public sealed partial class Query
{
    private const int MostTags = 20;

    /// <summary>One entry, also from the trash.</summary>
    [Authorize]
    public static IDataLoaderResult<EntryNode?> Entry([Id] string id, [FromServices] EntryLoader entries) =>
        GlobalId.TryParse(id, out var key) ? entries.Load(new EntryId(key)) : new Known<EntryNode?>(null);

    /// <summary>The diary.</summary>
    [Authorize]
    [Description("The diary, newest day first unless ordered otherwise. Deleted entries appear only under filter.deleted.")]
    public static async Task<EntryConnection> Entries(
        IResolveFieldContext context,
        [FromServices] EntryReader entries,
        [DefaultAstValue("20")] int? first,
        string? after,
        EntryFilter? filter,
        [DefaultAstValue("ENTRY_DATE_DESC")] EntryOrder? order,
        CancellationToken cancellation)
    {
        var caller = context.Session<DiarySession>();
        var query = Selection(caller, filter, order ?? EntryOrder.EntryDateDesc);
        var page = PageRequest.From(first, after, (byte)query.Order);
        var rows = await entries.Page(caller.Account, query, Position(page.After, query.Order), page.Take, cancellation);
        return new EntryConnection(
            Page.Of(page, rows, r => new EntryEdge(new EntryNode(r), new Cursor((byte)query.Order, Key(r, query.Order), r.Id.Value))),
            c => entries.Count(caller.Account, query, c));
    }

    /// <summary>All tags, most used first.</summary>
    [Authorize]
    public static async Task<IEnumerable<TagNode>> Tags(
        IResolveFieldContext context, [FromServices] TagReader tags, CancellationToken cancellation)
    {
        var caller = context.Session<DiarySession>();
        return (await tags.All(caller.Account, cancellation))
            .Select(t => ContentBox.Tag(caller.Keys, t.Token, t.SealedName, t.EntryCount));
    }

    private static EntryQuery Selection(DiarySession caller, EntryFilter? filter, EntryOrder order)
    {
        if ((filter?.Tags?.Count ?? 0) + (filter?.TagTokens?.Count ?? 0) > MostTags)
        {
            throw new DiaryError(ErrorCodes.BadRequest, $"The filter may name at most {MostTags} tags.").With("argument", "filter.tags");
        }

        var tags = (filter?.Tags ?? []).Select(t => TagToken(caller, t))
            .Concat((filter?.TagTokens ?? []).Select(t => new Bytes(t)));
        return new EntryQuery(order, filter?.Deleted ?? false, filter?.From, filter?.To, filter?.Source,
            filter?.Mood is { } mood ? Token(mood, Index(caller, "filter.mood").MoodToken) : null, ValueList.From(tags), filter?.HasMedia);
    }

    /// <summary>The system's tags have names that anyone may know.</summary>
    private static Bytes TagToken(DiarySession caller, string name) =>
        Text.IsWellFormed(name) && AutoTag.IsReserved(name) ? AutoTag.Find(name)?.Token ?? Bytes.Empty
            : Token(name, Index(caller, "filter.tags").TagToken);

    /// <summary>What makes tokens of names; of an E2E account only the client has it.</summary>
    private static BlindIndex Index(DiarySession caller, string argument) => caller.Keys.Tier == Tier.Uce ? caller.Keys.Index
        : throw new DiaryError(ErrorCodes.TierMismatch, "The server knows no names of an E2E account: filter by tagTokens.")
            .With("argument", argument);

    /// <summary>A token that no entry has where the text could name nothing.</summary>
    private static Bytes Token(string name, Func<string, byte[]> token) => Text.IsWellFormed(name) ? new Bytes(token(name)) : Bytes.Empty;

    private static long Key(EntryRow row, EntryOrder order) =>
        order == EntryOrder.UpdatedAtDesc ? row.UpdatedAt.ToUnixTimeMilliseconds() : row.EntryDate.DayNumber;

    private static EntryPosition? Position(Cursor? after, EntryOrder order)
    {
        if (after is null)
        {
            return null;
        }

        var id = new EntryId(after.Tie);
        return order == EntryOrder.UpdatedAtDesc
            ? new EntryPosition(default, DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(after.Key, 0, 253402300799999)), id)
            : new EntryPosition(DateOnly.FromDayNumber((int)Math.Clamp(after.Key, 0, DateOnly.MaxValue.DayNumber)), default, id);
    }
}

public sealed partial class Mutation
{
    /// <summary>Begins an entry.</summary>
    [Authorize]
    public static Task<EntryPayload> CreateEntry(
        IResolveFieldContext context, CreateEntryInput input, [FromServices] EntryDesk desk, CancellationToken cancellation) =>
        desk.Create(context.Session<DiarySession>(), input, cancellation);

    /// <summary>Changes an entry.</summary>
    [Authorize]
    public static Task<EntryPayload> EditEntry(
        IResolveFieldContext context, EditEntryInput input, [FromServices] EntryDesk desk, CancellationToken cancellation) =>
        desk.Edit(context.Session<DiarySession>(), input, cancellation);

    /// <summary>Brings a version back.</summary>
    [Authorize]
    public static Task<EntryPayload> RestoreRevision(
        IResolveFieldContext context, RestoreRevisionInput input, [FromServices] EntryDesk desk) =>
        desk.Restore(context.Session<DiarySession>(), input);

    /// <summary>Moves an entry to the trash.</summary>
    [Authorize]
    public static Task<EntryPayload> DeleteEntry(IResolveFieldContext context, EntryCommandInput input, [FromServices] EntryDesk desk) =>
        desk.Delete(context.Session<DiarySession>(), input);

    /// <summary>Takes an entry from the trash.</summary>
    [Authorize]
    public static Task<EntryPayload> UndeleteEntry(IResolveFieldContext context, EntryCommandInput input, [FromServices] EntryDesk desk) =>
        desk.Undelete(context.Session<DiarySession>(), input);

    /// <summary>Destroys an entry's keys.</summary>
    [Authorize]
    [Description("Destroys the entry's key and media: no copy of the database can bring the text back.")]
    public static Task<PurgePayload> PurgeEntry(
        IResolveFieldContext context, EntryCommandInput input, [FromServices] EntryDesk desk, CancellationToken cancellation) =>
        desk.Purge(context.Session<DiarySession>(), input, cancellation);
}
