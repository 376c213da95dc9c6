using Diary.Domain;
using Marten;
using Microsoft.Extensions.Logging;

namespace Diary.Projections.Vault;

/// <summary>
/// Deletes what is left of deleted accounts: files, events, read models, every row that names one. Twice, a minute apart, so that what
/// was under way when the account was deleted is gone too. Every step can be repeated: whatever was killed is done again from its first.
/// </summary>
public sealed partial class AccountErasure(
    ErasureStore erasures, IDocumentStore store, IAccountFiles files, ILogger<AccountErasure> log)
{
    /// <summary>How long after the first deletion the second one comes: longer than any request may run.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private const int BatchSize = 50;

    /// <summary>Called before each step: for tests, which have it fail there.</summary>
    internal Func<string, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>
    /// Takes each deleted account a step on, a batch of them; how many are not finished yet. One that fails is logged and tried again by
    /// the next run: it keeps no other waiting.
    /// </summary>
    public async Task<int> Run(DateTimeOffset now, CancellationToken cancellation)
    {
        await erasures.DestroyKeys(cancellation);
        var unfinished = await erasures.Unfinished(BatchSize, cancellation);
        foreach (var erasure in unfinished.Where(e => e.ErasedAt is null || now - e.ErasedAt >= Pause))
        {
            try
            {
                await Erase(erasure.Account, now, cancellation);
            }
#pragma warning disable CA1031 // whatever it was, the next run tries again
            catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(erasure.Account, e.GetType().Name);
            }
        }

        return (await erasures.Unfinished(BatchSize, cancellation)).Count;
    }

    private async Task Erase(AccountId account, DateTimeOffset now, CancellationToken cancellation)
    {
        await Before("files");
        await files.Erase(account, cancellation);
        await Before("events");
        await store.Advanced.DeleteAllTenantDataAsync(account.ToString(), cancellation);
        await Before("rows");
        await erasures.DeleteRows(account, cancellation);
        await Before("advance");
        await erasures.Advance(account, now, cancellation);
    }

    [LoggerMessage(
        EventId = 1101, Level = LogLevel.Error, Message = "What is left of the deleted account {Account} is still to be erased: {Error}")]
    private partial void LogFailed(AccountId account, string error);
}
