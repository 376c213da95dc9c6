using System.Diagnostics;

namespace Diary.TestKit;

/// <summary>
/// The system's clock, which a test can move forward. Timers keep real time, so that whatever waits on one is not stopped.
/// </summary>
/// <param name="standsStill">Whether the time of day moves by <see cref="Move"/> alone, for what lasts no longer than a test may.</param>
public sealed class MovableClock(bool standsStill = false) : TimeProvider
{
    private readonly DateTimeOffset? _start = standsStill ? System.GetUtcNow() : null;
    private long _moved;

    /// <summary>Moves the time forward.</summary>
    public void Move(TimeSpan by) => Interlocked.Add(ref _moved, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => (_start ?? base.GetUtcNow()).AddTicks(Interlocked.Read(ref _moved));

    /// <inheritdoc/>
    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _moved)).TotalSeconds * Stopwatch.Frequency);
}
