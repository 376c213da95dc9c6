using System.Collections.Concurrent;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Grains;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Keys;
using Diary.Projections.Entries;
using Diary.Projections.Search;
using Microsoft.Extensions.Logging;

namespace Diary.GraphQL.Search;

/// <summary>
/// Indexes the texts that came sealed while nobody was signed in, in the background of their owner's next requests: only then do they
/// open. What is done is an event of its own, so that whoever is killed or slow leaves the rest to the next request.
/// </summary>
public sealed partial class UnindexedTexts(UnindexedReader unindexed, ContentReader contents, ContentBox box, TextIndex index,
    IGrainFactory grains, TimeProvider clock, ILogger<UnindexedTexts> log) : IAsyncDisposable
{
    private const int BatchSize = 64; // as many as one commit takes
    private const int AtOnce = 16;
    private const int MostAccounts = 4; // at once: the rest waits for its next request
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15); // before it is looked whether something else came
    private static readonly TimeSpan Slice = UnlockedAccounts.Lifetime - TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _free = new(MostAccounts, MostAccounts);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<UnlockedAccount, Task> _runs = new();

    /// <summary>Ends with what is under way: for tests.</summary>
    internal Task Settled => Task.WhenAll(_runs.Values);

    /// <summary>Goes on with the account's texts where nobody does yet; returns at once.</summary>
    public void Continue(UnlockedAccount account)
    {
        if (account.Tier != Tier.Uce || _stopping.IsCancellationRequested || !account.Search.TryBeginIndexing(clock.GetTimestamp()))
        {
            return;
        }

        if (!account.TryHold())
        {
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _runs[account] = Task.Run(() => Run(account), CancellationToken.None);
        }

        foreach (var run in _runs.Where(r => r.Value.IsCompleted))
        {
            _runs.TryRemove(run);
        }
    }

    /// <summary>Indexes one entry of the caller's now, where it is not.</summary>
    public async Task Index(UnlockedAccount account, EntryId entry, CancellationToken cancellation)
    {
        if (account.Tier == Tier.Uce && await unindexed.Find(account.Id, entry, cancellation) is { } row)
        {
            await Index(account, [row], cancellation);
        }
    }

    /// <summary>Stops between two texts; the next request of the owner goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Settled;
        _stopping.Dispose();
        _free.Dispose();
    }

    private async Task Run(UnlockedAccount account)
    {
        var pause = TimeSpan.Zero;
        try
        {
            await _free.WaitAsync(_stopping.Token);
            try
            {
                var after = default(EntryId);
                var began = clock.GetTimestamp();
                for (var read = BatchSize; read == BatchSize;)
                {
                    if (clock.GetElapsedTime(began) > Slice)
                    {
                        return; // the next request has keys of its own
                    }

                    var batch = await unindexed.Page(account.Id, after, BatchSize, _stopping.Token);
                    await Index(account, batch, _stopping.Token);
                    (read, after) = (batch.Count, batch.Count > 0 ? batch[^1].Id : after);
                }

                pause = Pause;
            }
            finally
            {
                _free.Release();
            }
        }
#pragma warning disable CA1031 // whatever it was, the next request goes on
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_stopping.IsCancellationRequested)
            {
                LogInterrupted(e.GetType().Name);
            }
        }
        finally
        {
            account.Search.EndIndexing(clock.GetTimestamp() + (long)(pause.TotalSeconds * clock.TimestampFrequency));
            account.Release();
        }
    }

    private async Task Index(UnlockedAccount account, IReadOnlyList<EntryRow> rows, CancellationToken cancellation)
    {
        var found = await contents.Find(account.Id, [.. rows.Select(r => (r.Id, r.SealedAt))], cancellation);
        foreach (var some in rows.Where(r => found.ContainsKey((r.Id, r.SealedAt))).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(row => Index(account, row, found[(row.Id, row.SealedAt)], cancellation)));
        }
    }

    private async Task Index(UnlockedAccount account, EntryRow row, ContentRow content, CancellationToken cancellation)
    {
        if (!box.TryOpen(account, row.Id, row.SealedAt, content, out var text))
        {
            return; // wrapped under a key that this session does not have yet
        }

        var indexed = await index.Of(account, new TextPlace(row.Id, row.SealedAt, row.EntryDate, row.Source), text, cancellation);
        var receipt = await grains.Entry(account.Id, row.Id).Execute(new EntryCommand.Index(row.SealedAt, row.EntryDate,
            new Bytes(account.Index.Fingerprint(text.Body)), indexed.Terms, indexed.WordCount, indexed.Words, By: null));
        if (receipt.RetryAfter is { } pause)
        {
            throw new Execution.UnavailableException(pause);
        }
    }

    [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "Texts that came sealed are indexed later: {Error}")]
    private partial void LogInterrupted(string error);
}
