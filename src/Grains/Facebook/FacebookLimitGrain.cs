using Diary.Domain.Facebook;
using Diary.Grains.Sessions;

namespace Diary.Grains.Facebook;

/// <summary>Keeps the pause that the whole app makes, so that a restart does not end it.</summary>
public sealed class FacebookLimitGrain(
    [PersistentState("facebook-limit", SessionGrain.Storage)] IPersistentState<KeptPause> stored, TimeProvider clock)
    : Grain, IFacebookLimitGrain
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Memory = TimeSpan.FromHours(2);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> PausedUntil() =>
        Task.FromResult<DateTimeOffset?>(stored.State.Until > clock.Now() ? stored.State.Until : null);

    /// <inheritdoc/>
    public async Task<DateTimeOffset> Pause(TimeSpan? atLeast)
    {
        var (pause, now) = (stored.State, clock.Now());
        if (pause.Until > now)
        {
            return pause.Until; // of many that met the limit together, the first made the pause
        }

        pause.Length = now - pause.Until > Memory ? RetrySchedule.LeastPause : Min(pause.Length * 2, Longest);
        pause.Until = now + (atLeast > pause.Length ? atLeast.Value : pause.Length);
        await stored.WriteStateAsync();
        return pause.Until;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>What is kept of a pause.</summary>
[GenerateSerializer, Alias("KeptPause")]
public sealed class KeptPause
{
    /// <summary>Its end.</summary>
    [Id(0)]
    public DateTimeOffset Until { get; set; }

    /// <summary>How long it is where nothing else is asked for.</summary>
    [Id(1)]
    public TimeSpan Length { get; set; } = RetrySchedule.LeastPause;
}
