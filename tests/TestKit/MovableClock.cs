using System.Diagnostics;

namespace Diary.TestKit;

/// <summary>
/// The system's clock, which a test can move forward. Timers keep real time, so that whatever waits on one is not stopped.
/// </summary>
public sealed class MovableClock : TimeProvider
{
    private long _moved;

    /// <summary>Moves the time forward.</summary>
    public void Move(TimeSpan by) => Interlocked.Add(ref _moved, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _moved));

    /// <inheritdoc/>
    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _moved)).TotalSeconds * Stopwatch.Frequency);
}
