using Diary.Domain;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Execution;
using Diary.Projections.Media;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Media;

/// <summary>Files by id, with what is known of them, opened for this request.</summary>
public sealed class MediaLoader(DiaryRequest request, MediaReader media, StorageStore store, MediaBox box)
    : OwnLoader<MediaId, MediaNode?>(request)
{
    /// <inheritdoc/>
    protected override bool Remembers => false;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<MediaId, MediaNode?>> Fetch(
        IReadOnlyCollection<MediaId> keys, CancellationToken cancellation)
    {
        var rows = await media.Find(Owner, keys, cancellation);
        var records = await store.Find(Owner, keys, cancellation);
        return rows.ToDictionary(r => r.Id, r => (MediaNode?)Node(r, records));
    }

    private MediaNode Node(MediaRow row, IReadOnlyDictionary<MediaId, byte[]> records)
    {
        if (!records.TryGetValue(row.Id, out var record))
        {
            return new MediaNode(row, null, MediaFacts.None);
        }

        var found = box.Open(Owner, row.Id, record);
        using var key = MediaBox.KeyOf(found, Caller.Keys);
        return new MediaNode(row, found, MediaBox.FactsOf(found, Owner, row.Id, key));
    }
}

/// <summary>Which files have a thumbnail.</summary>
public sealed class ThumbnailLoader(DiaryRequest request, StorageStore store) : OwnLoader<MediaId, bool>(request)
{
    /// <inheritdoc/>
    protected override bool Remembers => false;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<MediaId, bool>> Fetch(
        IReadOnlyCollection<MediaId> keys, CancellationToken cancellation) =>
        (await store.PartsAt(Owner, keys, MediaLayout.Thumbnail, cancellation)).ToDictionary(m => m.Key, _ => true);
}

/// <summary>The records of files' first parts.</summary>
public sealed class FirstPartLoader(DiaryRequest request, StorageStore store) : OwnLoader<MediaId, byte[]?>(request)
{
    private const int First = 1;

    /// <inheritdoc/>
    protected override bool Remembers => false;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<MediaId, byte[]?>> Fetch(
        IReadOnlyCollection<MediaId> keys, CancellationToken cancellation) =>
        (await store.PartsAt(Owner, keys, First, cancellation)).ToDictionary(m => m.Key, m => (byte[]?)m.Value);
}
