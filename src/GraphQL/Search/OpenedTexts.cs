using Diary.GraphQL.Entries;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;
using Diary.Search;

namespace Diary.GraphQL.Search;

/// <summary>Opens many UCE texts at once.</summary>
public sealed class OpenedTexts(ContentReader contents, ContentBox box, UnlockedAccounts accounts)
{
    /// <summary>The texts of entries, in their order; what was purged meanwhile is left out.</summary>
    internal async Task<IReadOnlyList<(EntryRow Row, SearchText Text)>> Of(
        DiarySession caller, IReadOnlyList<EntryRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var found = await contents.Find(caller.Account, [.. rows.Select(r => (r.Id, r.SealedAt))], cancellation);
        var epoch = found.Max(f => box.EpochOf(caller.Account, f.Key.Entry, f.Key.SealedAt, f.Value));
        var keys = await caller.KeysOf(epoch, accounts, cancellation);
        return await Parts.Of(rows, part => part.Where(r => found.ContainsKey((r.Id, r.SealedAt)))
            .Select(r => (r, Text(box.Open(keys, r.Id, r.SealedAt, found[(r.Id, r.SealedAt)])))));
    }

    private static SearchText Text(ContentText text) => new(text.Title, text.Body);
}
