using Diary.Cryptography;
using Diary.GraphQL.Execution;

namespace Diary.GraphQL.Keys;

/// <summary>
/// Runs Argon2id, one run a core: each takes a core and 64 MiB for a tenth of a second. The queue is short, and what finds it full is told
/// when to come back.
/// </summary>
public sealed class PasswordQueue : IDisposable
{
    /// <summary>About what one run takes.</summary>
    public static readonly TimeSpan RunTime = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _cores;
    private readonly int _lanes;
    private readonly int _length;
    private int _waiting;

    /// <summary>A queue.</summary>
    /// <param name="lanes">How many run at once; a core each.</param>
    /// <param name="length">How many may wait.</param>
    public PasswordQueue(int lanes, int length) => (_lanes, _length, _cores) = (lanes, length, new SemaphoreSlim(lanes, lanes));

    /// <summary>The keys that a password stands for.</summary>
    /// <exception cref="RateLimitedException">Too many are waiting.</exception>
    public async Task<PasswordKeys> Derive(string password, Argon2idParameters costs, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) > _length + _lanes)
        {
            Interlocked.Decrement(ref _waiting);
            throw new RateLimitedException(RunTime * _length / _lanes);
        }

        try
        {
            await _cores.WaitAsync(cancellation);
            try
            {
                return await Task.Run(() => PasswordHashing.DeriveKeys(password, costs), CancellationToken.None);
            }
            finally
            {
                _cores.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cores.Dispose();
}
