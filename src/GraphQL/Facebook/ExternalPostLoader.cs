using System.ComponentModel;
using System.Text;
using Diary.Domain;
using Diary.Domain.Facebook;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.Projections.Entries;
using Diary.Projections.Facebook;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Facebook;

/// <summary>Where an entry stands elsewhere.</summary>
/// <param name="Platform">facebook.</param>
/// <param name="ExternalId">Its id there; empty where it has none yet.</param>
/// <param name="Url">Where it can be seen by who may.</param>
/// <param name="State">How it stands there.</param>
/// <param name="OutOfSync">Whether the entry changed after it was published.</param>
/// <param name="At">When it was posted there.</param>
public sealed record ExternalPost(string Platform, string ExternalId, string? Url, ExternalPostState State,
    [property: Description("The entry changed after it was published.")] bool OutOfSync, DateTimeOffset At);

/// <summary>How a post stands elsewhere.</summary>
public enum ExternalPostState
{
    /// <summary>It will be published.</summary>
    Queued,

    /// <summary>It is published.</summary>
    Published,

    /// <summary>It may be published or not: that is looked up.</summary>
    Uncertain,

    /// <summary>It was not published.</summary>
    Failed,

    /// <summary>A link was handed over to a dialog.</summary>
    HandedOff,

    /// <summary>It is gone there.</summary>
    RemovedAtSource,

    /// <summary>It came from there.</summary>
    Imported,
}

/// <summary>Where entries stand elsewhere. The ids that they have there lie in the vault, and are opened for this request.</summary>
public sealed class ExternalPostLoader(DiaryRequest request, OriginReader origins, PublicationReader publications, VaultStore store,
    SealedVault vault, FacebookVault secrets)
    : OwnLoader<EntryId, IEnumerable<ExternalPost>>(request)
{
    private const string Platform = "facebook";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<EntryId, IEnumerable<ExternalPost>>> Fetch(
        IReadOnlyCollection<EntryId> keys, CancellationToken cancellation)
    {
        var rows = (await origins.Of(Owner, keys, cancellation)).Where(o => !o.Seen.IsEmpty).ToDictionary(o => o.Entry);
        var ids = rows.Count == 0 ? [] : await store.FindSlots(Owner, SlotKind.ExternalId, rows.Keys, cancellation);
        var posts = ids.Where(i => rows.ContainsKey(i.Entry)).ToLookup(i => i.Entry, i => Post(rows[i.Entry], Open(i.Entry, i.Record)));
        var published = await Published(keys, cancellation);
        return keys.ToDictionary(k => k, k => posts[k].Concat(published[k]));
    }

    private async Task<ILookup<EntryId, ExternalPost>> Published(IReadOnlyCollection<EntryId> keys, CancellationToken cancellation)
    {
        var rows = await publications.Of(Owner, keys, cancellation);
        var records = rows.Count == 0 ? []
            : await store.FindSlots(Owner, SlotKind.Publication, [.. rows.Select(r => new EntryId(r.Id))], cancellation);
        var ids = records.ToDictionary(r => r.Entry.Value, r => secrets.OpenPublication(Owner, r.Entry.Value, r.Record).PostId);
        return rows.ToLookup(r => r.Entry, r => Post(r, ids.GetValueOrDefault(r.Id)));
    }

    private static ExternalPost Post(PublicationRow row, string? id) => new(Platform, id ?? "", UrlOf(id), row.State switch
    {
        PublicationState.Queued => ExternalPostState.Queued,
        PublicationState.Published => ExternalPostState.Published,
        PublicationState.Uncertain => ExternalPostState.Uncertain,
        PublicationState.HandedOff => ExternalPostState.HandedOff,
        _ => ExternalPostState.Failed,
    }, OutOfSync: row is { State: PublicationState.Published, IsOutdated: true }, row.At);

    private static string? UrlOf(string? id) =>
        id?.Split('_') is [{ } owner, { } post] ? $"https://www.facebook.com/{owner}/posts/{post}" : null;

    private string Open(EntryId entry, byte[] record) =>
        Encoding.UTF8.GetString(vault.Open(Owner, new SlotId(SlotKind.ExternalId, entry.Value), record));

    private static ExternalPost Post(OriginRow row, string id) => new(Platform, id, UrlOf(id),
        row.RemovedAt is null ? ExternalPostState.Imported : ExternalPostState.RemovedAtSource, OutOfSync: false, row.PostedAt);
}
