namespace Diary.Projections.Changes;

/// <summary>One who follows an account: is told to look where there is a hint, and now and then without one.</summary>
public sealed class ChangeWatch : IDisposable
{
    private static readonly TimeSpan Unprompted = TimeSpan.FromSeconds(15);

    private readonly Action<ChangeWatch> _forget;
    private readonly ITimer _timer;
    private TaskCompletionSource _told = New();

    internal ChangeWatch(TimeProvider clock, Action<ChangeWatch> forget)
    {
        _forget = forget;
        var period = Unprompted * (0.8 + (Random.Shared.NextDouble() * 0.4)); // or all who came together would look together
        _timer = clock.CreateTimer(_ => Signal(), null, period, period);
    }

    /// <summary>To be called before each look: a hint from then on is a reason for another one.</summary>
    public void Rearm()
    {
        if (Volatile.Read(ref _told).Task.IsCompleted)
        {
            Volatile.Write(ref _told, New());
        }
    }

    /// <summary>Completes where there is a reason to look that came after <see cref="Rearm"/>.</summary>
    public Task Told(CancellationToken cancellation) => Volatile.Read(ref _told).Task.WaitAsync(cancellation);

    /// <summary>Follows no more.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _forget(this);
    }

    internal void Signal() => Volatile.Read(ref _told).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
