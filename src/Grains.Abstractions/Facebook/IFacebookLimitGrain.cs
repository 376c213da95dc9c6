namespace Diary.Grains.Facebook;

/// <summary>How much of what Facebook allows is used: one grain, number 0, for the whole app, which all connections share.</summary>
[Alias("IFacebookLimitGrain")]
public interface IFacebookLimitGrain : IGrainWithIntegerKey
{
    /// <summary>Until when nobody may call; null where everybody may.</summary>
    [Alias("PausedUntil")]
    Task<DateTimeOffset?> PausedUntil();

    /// <summary>
    /// Pauses all, since Facebook said so: for <paramref name="atLeast"/>, for 15 minutes at least, and for longer where the pause before
    /// is not over for long. Until when.
    /// </summary>
    [Alias("Pause")]
    Task<DateTimeOffset> Pause(TimeSpan? atLeast);
}
