namespace Diary.Grains;

/// <summary>Time as events keep it.</summary>
internal static class Clock
{
    /// <summary>Now, in UTC, cut to the millisecond that events store: what a grain folded equals what it reads back.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) =>
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
