namespace Diary.GraphQL.Keys;

/// <summary>
/// Says when to come back to whoever finds a queue full. Each is given a time of its own, after those who wait and those who were told
/// before: who was turned away together does not come back together.
/// </summary>
/// <param name="length">How many wait in the queue.</param>
/// <param name="each">How long one of them takes.</param>
/// <param name="clock">The time.</param>
public sealed class ReturnTimes(int length, TimeSpan each, TimeProvider clock)
{
    /// <summary>The longest that anyone is told to wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _promised = DateTimeOffset.MinValue;

    /// <summary>How long the next one should wait.</summary>
    public TimeSpan Next()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var through = now + (each * length);
            _promised = (_promised > through ? _promised : through) + each;
            _promised = _promised - now > Longest ? now + Longest : _promised;
            return _promised - now;
        }
    }
}
