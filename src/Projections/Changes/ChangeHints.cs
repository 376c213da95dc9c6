using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Diary.Domain;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Diary.Projections.Changes;

/// <summary>
/// Tells whoever follows an account, on whichever silo, that something changed. Only a hint, by PostgreSQL's NOTIFY with the account's id:
/// who follows reads by cursor, and looks now and then without a hint, so that a lost one delays and loses nothing. Hints are sent after
/// the commit and apart from it: a NOTIFY within it would make all commits of all silos wait for each other's fsync.
/// </summary>
public sealed partial class ChangeHints(NpgsqlDataSource database, TimeProvider clock, ILogger<ChangeHints> log) : IAsyncDisposable
{
    private const string Name = "diary_changes";
    private const int MostPending = 10_000;

    // Gathers hints: a busy silo sends fifty times a second at most.
    private static readonly TimeSpan SendPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<AccountId, byte> _pending = new();
    private readonly ConcurrentDictionary<AccountId, ChangeWatch[]> _watches = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(1);
    private Task? _sending;
    private Task? _listening;

    /// <summary>How many follow on this silo.</summary>
    public int Watches => _watches.Values.Sum(w => w.Length);

    /// <summary>Says that something was committed for these accounts; never waits, and never fails.</summary>
    public void Tell(IEnumerable<AccountId> accounts)
    {
        lock (_gate)
        {
            _sending ??= Task.Run(Send);
        }

        foreach (var account in accounts.Where(_ => _pending.Count < MostPending))
        {
            _pending[account] = 0;
        }

        if (!_pending.IsEmpty)
        {
            _wake.Writer.TryWrite(true);
        }
    }

    /// <summary>Begins to follow an account.</summary>
    public ChangeWatch Watch(AccountId account)
    {
        var watch = new ChangeWatch(clock, w => Forget(account, w));
        _watches.AddOrUpdate(account, _ => [watch], (_, others) => [.. others, watch]);
        lock (_gate)
        {
            _listening ??= Task.Run(Listen);
        }

        return watch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_sending ?? Task.CompletedTask, _listening ?? Task.CompletedTask);
        _stopping.Dispose();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it was: a hint is lost, and a look without a hint comes soon.")]
    private async Task Send()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _wake.Reader.ReadAsync(_stopping.Token);
                AccountId[] accounts = [.. _pending.Keys];
                Array.ForEach(accounts, a => _pending.TryRemove(a, out _));
                await using var command = database.Command(
                    $"SELECT pg_notify('{Name}', a) FROM unnest($1::text[]) a", [accounts.Select(a => a.ToString()).ToArray()]);
                await command.ExecuteNonQueryAsync(_stopping.Token);
                await Task.Delay(SendPause, clock, _stopping.Token);
            }
            catch (Exception e)
            {
                LogUnlessStopping(e);
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it was, the next connection may be better.")]
    private async Task Listen()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(_stopping.Token);
                connection.Notification += (_, hint) => Tell(hint.Payload);
                await using var command = new NpgsqlCommand($"LISTEN {Name}", connection);
                await command.ExecuteNonQueryAsync(_stopping.Token);
                TellAll(); // of what came before
                while (true)
                {
                    await connection.WaitAsync(_stopping.Token);
                }
            }
            catch (Exception e)
            {
                LogUnlessStopping(e);
                await Task.Delay(ReconnectPause, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void LogUnlessStopping(Exception e)
    {
        if (!_stopping.IsCancellationRequested)
        {
            LogAway(e.GetType().Name);
        }
    }

    private void Tell(string payload)
    {
        if (Guid.TryParseExact(payload, "D", out var account) && _watches.TryGetValue(new AccountId(account), out var watches))
        {
            Array.ForEach(watches, w => w.Signal());
        }
    }

    private void TellAll()
    {
        foreach (var watch in _watches.Values.SelectMany(w => w))
        {
            watch.Signal();
        }
    }

    private void Forget(AccountId account, ChangeWatch watch)
    {
        while (_watches.TryGetValue(account, out var all))
        {
            ChangeWatch[] left = [.. all.Where(w => w != watch)];
            if (left.Length == 0 ? _watches.TryRemove(KeyValuePair.Create(account, all)) : _watches.TryUpdate(account, left, all))
            {
                return;
            }
        }
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "Hints of changes are delayed: {Error}")]
    private partial void LogAway(string error);
}
