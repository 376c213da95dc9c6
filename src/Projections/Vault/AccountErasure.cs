using Marten;

namespace Diary.Projections.Vault;

/// <summary>
/// Deletes what is left of deleted accounts: events, read models, every row that names one. Twice, a minute apart, so that what was under
/// way when the account was deleted is gone too. Every step can be repeated: whatever was killed is done again from its first step.
/// </summary>
public sealed class AccountErasure(ErasureStore erasures, IDocumentStore store)
{
    /// <summary>How long after the first deletion the second one comes: longer than any request may run.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private const int BatchSize = 50;

    /// <summary>Called before each step: for tests, which have it fail there.</summary>
    internal Func<string, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>Takes each deleted account a step on, a batch of them; how many are not finished yet.</summary>
    public async Task<int> Run(DateTimeOffset now, CancellationToken cancellation)
    {
        await erasures.DestroyKeys(cancellation);
        var unfinished = await erasures.Unfinished(BatchSize, cancellation);
        foreach (var erasure in unfinished.Where(e => e.ErasedAt is null || now - e.ErasedAt >= Pause))
        {
            await Before("events");
            await store.Advanced.DeleteAllTenantDataAsync(erasure.Account.ToString(), cancellation);
            await Before("rows");
            await erasures.DeleteRows(erasure.Account, cancellation);
            await Before("advance");
            await erasures.Advance(erasure.Account, now, cancellation);
        }

        return (await erasures.Unfinished(BatchSize, cancellation)).Count;
    }
}
