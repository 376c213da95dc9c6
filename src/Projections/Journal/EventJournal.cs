using System.Threading.Channels;

namespace Diary.Projections.Journal;

/// <summary>
/// Where all appends of a silo go. Each writer takes what is waiting, or what gathered while its last commit ran, and commits it at once:
/// no timer, so that an idle silo adds no delay and a busy one shares each fsync among many streams.
/// </summary>
public sealed class EventJournal : IAsyncDisposable
{
    private readonly Channel<Waiting> _queue;
    private readonly JournalOptions _options;
    private readonly JournalCommit _commit;
    private readonly TimeProvider _clock;
    private readonly Task[] _writers;
    private long _refusedUntil;

    /// <summary>Starts the writers.</summary>
    public EventJournal(JournalCommit commit, JournalOptions options, TimeProvider clock)
    {
        (_commit, _options, _clock) = (commit, options, clock);
        _queue = Channel.CreateBounded<Waiting>(options.QueueLength);
        _writers = [.. Enumerable.Range(0, options.Writers).Select(_ => Task.Run(Write))];
    }

    /// <summary>Appends; the answer comes when the events are on disk, or when it is known that they will not be.</summary>
    public async Task<AppendOutcome> Append(Append append)
    {
        var waiting = new Waiting(append);
        return IsDown || !_queue.Writer.TryWrite(waiting) ? new AppendOutcome.Unavailable(_options.Cooldown) : await waiting.Outcome.Task;
    }

    /// <summary>Takes no more, and waits until what was taken is committed.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_writers);
    }

    private bool IsDown => _clock.GetTimestamp() < Volatile.Read(ref _refusedUntil);

    private async Task Write()
    {
        Waiting? held = null;
        while (held is not null || await _queue.Reader.WaitToReadAsync())
        {
            var batch = Gather(ref held);
            if (batch.Count == 0)
            {
                continue; // the other writer was quicker
            }

            if (IsDown || !await _commit.Run(batch))
            {
                Volatile.Write(
                    ref _refusedUntil, _clock.GetTimestamp() + (long)(_options.Cooldown.TotalSeconds * _clock.TimestampFrequency));
                batch.ForEach(Refuse);
                Drain();
            }
        }
    }

    /// <summary>
    /// At most one append a stream: a second one waits for the next commit. So does one of the same key in another account, since a
    /// session of Marten's knows a stream by its key alone and would put the events of both into the stream of one.
    /// </summary>
    private List<Waiting> Gather(ref Waiting? held)
    {
        var batch = new List<Waiting>(_options.BatchSize);
        var streams = new HashSet<string>(StringComparer.Ordinal);
        var next = held;
        held = null;
        while (next is not null || _queue.Reader.TryRead(out next))
        {
            if (!streams.Add(next.Append.Stream.Value))
            {
                held = next;
                break;
            }

            batch.Add(next);
            next = null;
            if (batch.Count == _options.BatchSize)
            {
                break;
            }
        }

        return batch;
    }

    /// <summary>Callers that wait behind a failed commit would wait for nothing.</summary>
    private void Drain()
    {
        while (_queue.Reader.TryRead(out var waiting))
        {
            Refuse(waiting);
        }
    }

    private void Refuse(Waiting waiting) => waiting.Outcome.TrySetResult(new AppendOutcome.Unavailable(_options.Cooldown));
}

/// <summary>An append and the caller that waits for it.</summary>
public sealed record Waiting(Append Append)
{
    internal TaskCompletionSource<AppendOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
