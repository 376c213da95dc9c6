using System.Runtime.CompilerServices;
using Diary.Domain;

namespace Diary.Projections.Changes;

/// <summary>Follows an account: first what there is, then what comes.</summary>
public sealed class ChangeFollower(ChangeReader reader, ChangeHints hints, TimeProvider clock)
{
    private const int PageSize = 50;

    /// <summary>
    /// Every change with a number above <paramref name="after"/>, in order, as they come; it ends only by cancellation. A database that is
    /// away is waited for.
    /// </summary>
    /// <param name="account">Whose.</param>
    /// <param name="after">The last number that was seen; null: only what happens from now on.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<ChangeRow> Follow(
        AccountId account, long? after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var watch = hints.Watch(account);
        while (true)
        {
            watch.Rearm();
            var page = await Page(account, after, cancellation);
            after = page?.After ?? after;
            foreach (var change in page?.Changes ?? [])
            {
                yield return change;
            }

            if (page is null)
            {
                await Task.Delay(Database.Pause * (1 + Random.Shared.NextDouble()), clock, cancellation);
            }
            else if (page.Changes.Count < PageSize)
            {
                await watch.Told(cancellation);
            }
        }
    }

    /// <summary>The next changes; null where the database is away, or a commit hangs.</summary>
    private async Task<Next?> Page(AccountId account, long? after, CancellationToken cancellation)
    {
        try
        {
            if (after is not { } number)
            {
                return new Next(await reader.Latest(account, cancellation), []);
            }

            var changes = await reader.After(account, number, PageSize, cancellation);
            return new Next(changes.Count == 0 ? number : changes[^1].Number, changes);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && Database.IsAway(e))
        {
            return null;
        }
    }

    private sealed record Next(long After, IReadOnlyList<ChangeRow> Changes);
}
