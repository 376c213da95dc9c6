namespace Diary.Grains;

/// <summary>Deletes files whose time is over: where they lie is not the grains' business.</summary>
public interface IFileSweep
{
    /// <summary>Deletes some of them; how many.</summary>
    Task<int> Sweep(CancellationToken cancellation);
}
