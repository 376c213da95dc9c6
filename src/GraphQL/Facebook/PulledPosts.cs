using Diary.Archives;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Domain.Jobs;
using Diary.Grains;
using Diary.GraphQL.Archives;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.Integrations.Facebook;
using Diary.Projections.Entries;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Facebook;

/// <summary>
/// Brings posts into a diary: each once, whatever is sent or killed when, and those that its owner has not changed once more where they
/// changed there.
/// </summary>
public sealed class PulledPosts(
    IGrainFactory grains, OriginReader origins, OriginTokens tokens, ImportedEntries entries, PulledPhotos photos, SealedVault vault)
{
    private const int AtOnce = 16;
    private const int LongestName = 500;

    /// <summary>Brings some posts of one page.</summary>
    internal async Task<PullCount> Bring(PullTarget into, IReadOnlyList<GraphPost> posts, CancellationToken cancellation)
    {
        var account = into.Into.Owner.Id;
        var seen = posts.DistinctBy(p => p.Id).Select(p => (Post: p, Origin: tokens.Of(account, p))).ToList();
        var known = await origins.Known(
            account, [.. seen.Select(s => s.Origin.Item)], [.. seen.Select(s => s.Origin.Match)], cancellation);
        var byItem = known.DistinctBy(k => k.Item).ToDictionary(k => k.Item);
        var archived = known.Where(k => k.Seen.IsEmpty).Select(k => k.Match).ToHashSet();
        var counts = new PullCount[seen.Count];
        await Parallel.ForAsync(0, seen.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (i, ended) =>
            {
                var (post, origin) = seen[i];
                counts[i] = byItem.TryGetValue(origin.Item, out var row) ? await Again(into, post, origin, row, ended)
                    : archived.Contains(origin.Match) ? PullCount.Passed // a download brought it
                    : await Bring(into, post, origin, EntryOf(account, origin), 1, post.CreatedAt, ended);
            });
        return counts.Aggregate(default(PullCount), (sum, c) => sum + c);
    }

    /// <summary>Notes that a post is gone at Facebook: the entry stays.</summary>
    internal Task NoteGone(AccountId account, EntryId entry) => Note(account, entry, isThere: false);

    private async Task<PullCount> Again(
        PullTarget into, GraphPost post, EntryOrigin origin, OriginRow row, CancellationToken cancellation)
    {
        var account = into.Into.Owner.Id;
        if (row.RemovedAt is not null)
        {
            await Note(account, row.Entry, isThere: true);
        }

        return row.Seen == origin.Seen ? PullCount.Passed
            : await Bring(into, post, origin, row.Entry, row.Version + 1, into.Now, cancellation);
    }

    private async Task<PullCount> Bring(PullTarget into, GraphPost post, EntryOrigin origin, EntryId entry, int version,
        DateTimeOffset at, CancellationToken cancellation)
    {
        var (media, lost) = await photos.Bring(into, post, cancellation);
        var account = into.Into.Owner.Id;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(post.CreatedAt, into.Zone).DateTime);
        var draft = new ArchivedVersion(version, "IMPORTED", at, day, null,
            new ArchivedText(null, TextOf(post), null, PlaceOf(post), null, []), [.. media.Keys]);
        var id = vault.Seal(account, new SlotId(SlotKind.ExternalId, entry.Value), System.Text.Encoding.UTF8.GetBytes(post.Id));
        var why = await entries.Bring(into.Into, entry, EntrySource.Facebook, version, [draft], toTrash: false, media, origin, id);
        return why switch
        {
            null => new PullCount(1, 0, 0, lost),
            ImportedEntries.Changed or ImportedEntries.Purged => PullCount.Passed, // its owner did: that stays
            _ => new PullCount(0, 0, 1, lost),
        };
    }

    private async Task Note(AccountId account, EntryId entry, bool isThere)
    {
        if ((await grains.Entry(account, entry).Execute(new EntryCommand.NoteSource(isThere))).RetryAfter is { } pause)
        {
            throw new UnavailableException(pause);
        }
    }

    /// <summary>The same post has the same entry, so that it comes once whatever is killed when.</summary>
    private static EntryId EntryOf(AccountId account, EntryOrigin origin) =>
        new(DerivedId.Of("diary.v1.facebook-entry", account.Value, origin.Item.Span));

    private static string TextOf(GraphPost post)
    {
        var paragraphs = new List<string>();
        foreach (var text in post.Links.SelectMany(l => new[] { l.Title, l.Url }).Prepend(post.Message))
        {
            if (text?.Trim() is { Length: > 0 } trimmed && !paragraphs.Exists(p => p.Contains(trimmed, StringComparison.Ordinal)))
            {
                paragraphs.Add(trimmed);
            }
        }

        return paragraphs.Count > 0 ? string.Join("\n\n", paragraphs) : post.Story?.Trim() ?? "";
    }

    private static ArchivedLocation? PlaceOf(GraphPost post) => post.Place is { } place
        ? new ArchivedLocation(place.Name?[..Math.Min(place.Name.Length, LongestName)], place.Latitude, place.Longitude) : null;
}

/// <summary>Where posts go, and how.</summary>
/// <param name="Into">Whose diary.</param>
/// <param name="Zone">The time zone of its days.</param>
/// <param name="Client">Where photos are fetched.</param>
/// <param name="Token">What posts are read with.</param>
/// <param name="By">The session that asked; null where none did.</param>
/// <param name="Now">When.</param>
/// <param name="IsPatient">Whether what cannot be fetched is waited for; else it is left out.</param>
internal sealed record PullTarget(
    ImportTarget Into, TimeZoneInfo Zone, FacebookClient Client, string Token, SessionId? By, DateTimeOffset Now, bool IsPatient)
{
    /// <summary>Not its token.</summary>
    public override string ToString() => nameof(PullTarget);
}

/// <summary>What became of some posts.</summary>
/// <param name="Brought">New ones, and those that changed.</param>
/// <param name="PassedOver">Those that are in the diary as they are.</param>
/// <param name="Failed">Those that could not be kept.</param>
/// <param name="LostPhotos">Photos that are not there, too large, or elsewhere.</param>
internal readonly record struct PullCount(int Brought, int PassedOver, int Failed, int LostPhotos)
{
    public static readonly PullCount Passed = new(0, 1, 0, 0);

    public static PullCount operator +(PullCount one, PullCount other) => new(one.Brought + other.Brought,
        one.PassedOver + other.PassedOver, one.Failed + other.Failed, one.LostPhotos + other.LostPhotos);
}
