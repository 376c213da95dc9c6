using System.Globalization;
using System.Text;
using Diary.Domain;
using Diary.GraphQL.Archives;
using Diary.GraphQL.Keys;
using Diary.Grains.Facebook;
using Diary.Integrations.Facebook;
using Diary.Projections.Entries;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Facebook;

/// <summary>
/// Walks through a user's posts, page by page, newest first. What stands in the diary and not in the list any more is looked for by itself,
/// and where it is gone, that is noted.
/// </summary>
public sealed class PostWalk(
    IGrainFactory grains, PulledPosts pulled, OriginReader origins, OriginTokens tokens, SealedVault vault, TimeProvider clock)
{
    private const int MostPages = 10_000;
    private const int MostMissing = 50; // of one page; the next pull looks for more
    private const int SlowAt = 75;
    private const int StopAt = 95;
    private static readonly int[] Limits = [25, 12, 6, 1];
    private static readonly TimeSpan Slowly = TimeSpan.FromSeconds(2);

    /// <summary>Walks; how far it came where it came to the end, null where it must stop before it.</summary>
    /// <exception cref="GraphException">Facebook did not serve.</exception>
    internal async Task<PullPlace?> Run(
        RunningJob running, PullTarget into, DateTimeOffset? since, PullPlace place, CancellationToken cancellation)
    {
        var (size, lost) = (0, 0);
        var (until, mayLook) = (place.Oldest, (bool?)null);
        HashSet<Bytes> seen = [];
        GraphCursor? cursor = null;
        for (var number = 0; number < MostPages; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            (var page, size) = await Page(
                into, new PostsQuery(since, place.Oldest?.AddSeconds(1), Limits[size], After: cursor), size, cancellation);
            var count = await pulled.Bring(into, page.Posts, cancellation);
            HashSet<Bytes> own = [.. page.Posts.Select(p => tokens.OfPost(into.Into.Owner.Id, p.Id))];
            seen.UnionWith(own);
            var from = page.Next is null ? since?.AddSeconds(-1) ?? DateTimeOffset.MinValue
                : page.Posts.Count == 0 ? until : page.Posts[^1].CreatedAt;
            if (from is { } after)
            {
                mayLook = await LookForMissing(into, after, until ?? DateTimeOffset.MaxValue, seen, mayLook, cancellation);
                (until, seen) = (after, own); // one of this page's may be of the next span's last second
            }

            lost += count.LostPhotos;
            place = new PullPlace(place.Newest ?? (page.Posts.Count == 0 ? null : page.Posts[0].CreatedAt),
                page.Posts.Count == 0 ? place.Oldest : page.Posts[^1].CreatedAt);
            running.Done += page.Posts.Count + page.Unreadable;
            running.Imported += count.Brought;
            running.Skipped += count.PassedOver;
            running.Failed += count.Failed + page.Unreadable;
            running.Place = place.ToString();
            if (page.Next is null || page.Next.Equals(cursor))
            {
                Note(running, lost);
                return place;
            }

            cursor = page.Next;
            if (!await GoOn(running, page.Usage, cancellation))
            {
                return null;
            }
        }

        return place;
    }

    private async Task<bool> GoOn(RunningJob running, GraphUsage usage, CancellationToken cancellation)
    {
        if (usage.AppPercent >= StopAt)
        {
            await running.Wait(await grains.GetGrain<IFacebookLimitGrain>(0).Pause(null));
            return false;
        }

        if (usage.AppPercent >= SlowAt)
        {
            await Task.Delay(Slowly, clock, cancellation);
        }

        return await running.Tell();
    }

    /// <summary>
    /// A page, as long as Facebook can make it: where it is too much, a shorter one, and at last one without attachments, of which each
    /// post is read by itself.
    /// </summary>
    private static async Task<(PostsPage Page, int Size)> Page(
        PullTarget into, PostsQuery query, int size, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var page = await into.Client.Feed.Posts(into.Token, query, cancellation);
                return (query.WithAttachments ? page : page with { Posts = await Singly(into, page.Posts, cancellation) }, size);
            }
            catch (GraphException e) when (e.Fault == GraphFault.TooMuch && query.WithAttachments)
            {
                query = size < Limits.Length - 1 ? query with { Limit = Limits[++size] }
                    : query with { WithAttachments = false, Limit = Limits[0] };
            }
        }
    }

    private static async Task<IReadOnlyList<GraphPost>> Singly(
        PullTarget into, IReadOnlyList<GraphPost> posts, CancellationToken cancellation)
    {
        var whole = new List<GraphPost>(posts.Count);
        foreach (var post in posts)
        {
            whole.Add(await into.Client.Feed.Post(into.Token, post.Id, cancellation) ?? post);
        }

        return whole;
    }

    /// <summary>
    /// Looks for what the diary has of a span and the list has not. Gone and not allowed look alike: only where the permission stands is a
    /// post gone that cannot be seen.
    /// </summary>
    private async Task<bool?> LookForMissing(PullTarget into, DateTimeOffset after, DateTimeOffset upTo, HashSet<Bytes> seen, bool? mayLook,
        CancellationToken cancellation)
    {
        var account = into.Into.Owner.Id;
        var missing = (await origins.Shown(account, after, upTo, MostMissing + seen.Count, cancellation))
            .Where(o => !seen.Contains(o.Item)).Take(MostMissing).ToList();
        foreach (var row in missing)
        {
            if (await vault.Open(account, new SlotId(SlotKind.ExternalId, row.Entry.Value), cancellation) is not { } id
                || await into.Client.Feed.Post(into.Token, Encoding.UTF8.GetString(id), cancellation) is not null)
            {
                continue;
            }

            mayLook ??= (await into.Client.Login.Granted(into.Token, cancellation)).Contains(FacebookApp.PostsScope);
            if (mayLook is true)
            {
                await pulled.NoteGone(account, row.Entry);
            }
        }

        return mayLook;
    }

    private static void Note(RunningJob running, int lost)
    {
        if (lost > 0)
        {
            running.Note(string.Create(CultureInfo.InvariantCulture,
                $"Photos left out, which could not be fetched, are too large, or do not fit into what the account may hold: {lost}."));
        }
    }
}
