namespace Diary.Grains;

/// <summary>
/// The cluster's one sweeper (key 0): by reminder, it purges what stayed in the trash for its time and ends expired sessions.
/// </summary>
[Alias("ISweeperGrain")]
public interface ISweeperGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that the reminder stands.</summary>
    [Alias("Schedule")]
    Task Schedule();

    /// <summary>Sweeps now; answers how many entries and sessions it swept.</summary>
    [Alias("Sweep")]
    Task<int> Sweep();
}
