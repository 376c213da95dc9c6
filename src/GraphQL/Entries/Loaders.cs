using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;

namespace Diary.GraphQL.Entries;

/// <summary>A loader for the caller's own account.</summary>
public abstract class OwnLoader<TKey, TValue>(DiaryRequest request) : BatchLoader<TKey, TValue> where TKey : notnull
{
    /// <summary>The caller.</summary>
    protected DiarySession Caller => request.Session as DiarySession ?? throw Guard.Denied(request);

    /// <summary>Whose rows may be read.</summary>
    protected AccountId Owner => Caller.Account;
}

/// <summary>Entries by id.</summary>
public sealed class EntryLoader(DiaryRequest request, EntryReader entries) : OwnLoader<EntryId, EntryNode?>(request)
{
    /// <inheritdoc/>
    protected override bool Remembers => false;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<EntryId, EntryNode?>> Fetch(
        IReadOnlyCollection<EntryId> keys, CancellationToken cancellation) =>
        (await entries.Find(Owner, keys, cancellation)).ToDictionary(e => e.Id, e => (EntryNode?)new EntryNode(e));
}

/// <summary>Sealed contents by entry and the version that they were sealed at; each is read once a request, whoever asks.</summary>
public sealed class ContentRowLoader(DiaryRequest request, ContentReader contents)
    : OwnLoader<(EntryId Entry, int SealedAt), ContentRow>(request)
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<(EntryId Entry, int SealedAt), ContentRow>> Fetch(
        IReadOnlyCollection<(EntryId Entry, int SealedAt)> keys, CancellationToken cancellation)
    {
        var found = await contents.Find(Owner, keys, cancellation);
        return found.Count == keys.Count ? found : throw new UnavailableException(TimeSpan.FromSeconds(1)); // purged between two reads
    }
}

/// <summary>Contents as their tier shows them: opened, or as the client sealed them.</summary>
public sealed class ContentLoader(DiaryRequest request, ContentRowLoader rows, ContentBox box, UnlockedAccounts accounts)
    : OwnLoader<(EntryId Entry, int SealedAt), ShownContent>(request)
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<(EntryId Entry, int SealedAt), ShownContent>> Fetch(
        IReadOnlyCollection<(EntryId Entry, int SealedAt)> keys, CancellationToken cancellation)
    {
        var found = await rows.All(keys, cancellation);
        var epoch = Caller.Keys.Tier == Tier.Uce ? found.Max(f => box.EpochOf(Owner, f.Key.Entry, f.Key.SealedAt, f.Value)) : 0;
        var opened = await Caller.KeysOf(epoch, accounts, cancellation);
        return found.ToDictionary(f => f.Key, f => box.Show(opened, f.Key.Entry, f.Key.SealedAt, f.Value));
    }
}

/// <summary>The present tags of entries; the version in the key keeps what one mutation shows apart from what the next one did.</summary>
public sealed class EntryTagsLoader(DiaryRequest request, TagReader tags)
    : OwnLoader<(EntryId Entry, int Version), IEnumerable<TagNode>>(request)
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<(EntryId Entry, int Version), IEnumerable<TagNode>>> Fetch(
        IReadOnlyCollection<(EntryId Entry, int Version)> keys, CancellationToken cancellation)
    {
        var found = await tags.Of(Owner, [.. keys.Select(k => k.Entry).Distinct()], cancellation);
        return keys.ToDictionary(k => k, k => (IEnumerable<TagNode>)
            [.. found[k.Entry].Select(t => ContentBox.Tag(Caller.Keys, t.Token, t.SealedName))]);
    }
}

/// <summary>How many entries carry a tag.</summary>
public sealed class TagCountLoader(DiaryRequest request, TagReader tags) : OwnLoader<Bytes, int>(request)
{
    /// <inheritdoc/>
    protected override bool Remembers => false;

    /// <inheritdoc/>
    protected override Task<IReadOnlyDictionary<Bytes, int>> Fetch(IReadOnlyCollection<Bytes> keys, CancellationToken cancellation) =>
        tags.Counts(Owner, keys, cancellation);
}

/// <summary>How many versions an entry has.</summary>
public sealed class RevisionCountLoader(DiaryRequest request, HistoryReader history) : OwnLoader<EntryId, int>(request)
{
    /// <inheritdoc/>
    protected override bool Remembers => false;

    /// <inheritdoc/>
    protected override Task<IReadOnlyDictionary<EntryId, int>> Fetch(IReadOnlyCollection<EntryId> keys, CancellationToken cancellation) =>
        history.CountRevisions(Owner, keys, cancellation);
}

/// <summary>How an entry stood at a version.</summary>
public sealed class RevisionLoader(DiaryRequest request, HistoryReader history)
    : OwnLoader<(EntryId Entry, int Version, EntrySource Source), RevisionNode?>(request)
{
    /// <inheritdoc/>
    protected override bool Remembers => false;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<(EntryId Entry, int Version, EntrySource Source), RevisionNode?>> Fetch(
        IReadOnlyCollection<(EntryId Entry, int Version, EntrySource Source)> keys, CancellationToken cancellation)
    {
        var found = (await history.At(Owner, [.. keys.Select(k => (k.Entry, k.Version))], cancellation))
            .ToDictionary(r => (r.Entry, r.Version));
        return keys.Where(k => found.ContainsKey((k.Entry, k.Version)))
            .ToDictionary(k => k, k => (RevisionNode?)new RevisionNode(found[(k.Entry, k.Version)], k.Source));
    }
}
