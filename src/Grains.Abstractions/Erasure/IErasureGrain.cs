using Orleans.Concurrency;

namespace Diary.Grains.Erasure;

/// <summary>
/// The cluster's one eraser (key 0): by reminder, and when it is woken, it deletes what is left of deleted accounts and purged entries.
/// </summary>
[Alias("IErasureGrain")]
public interface IErasureGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Makes sure that the reminder stands, and that there is no key of a deleted account, which an old backup may have brought back.
    /// </summary>
    [Alias("Schedule")]
    Task Schedule();

    /// <summary>Something was deleted: begin at once. The caller does not wait, and nothing is lost if this is.</summary>
    [Alias("Wake"), OneWay]
    Task Wake();

    /// <summary>Erases now; answers how many deleted accounts are not finished yet.</summary>
    [Alias("Erase")]
    Task<int> Erase();
}
