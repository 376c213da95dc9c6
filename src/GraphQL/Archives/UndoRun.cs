using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Domain.Jobs;
using Diary.Grains;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Media;
using Diary.Projections.Entries;

namespace Diary.GraphQL.Archives;

/// <summary>Removes what an import brought, and nothing that its owner has written since.</summary>
public sealed class UndoRun(IGrainFactory grains, EntryReader entries, MediaRemoval removal)
{
    private const int BatchSize = 200;
    private const int AtOnce = 32;

    internal async Task Run(RunningJob running, CancellationToken cancellation)
    {
        var (account, job) = (running.Account, running.Job);
        var command = new EntryCommand.UndoImport(job.Id, job.Order?.By);
        var (changed, last) = (0, default(EntryId));
        while (await entries.OfImport(account, job.Id, last, BatchSize, cancellation) is { Count: > 0 } batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var stayed = 0;
            await Parallel.ForEachAsync(batch, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (entry, _) =>
            {
                var receipt = await grains.Entry(account, entry.Id).Execute(command);
                if (receipt.RetryAfter is { } pause)
                {
                    throw new UnavailableException(pause);
                }

                if (receipt.Refusal is { Reason: RefusalReason.StaleVersion })
                {
                    Interlocked.Increment(ref stayed);
                }
            });
            await removal.RemoveLoose(account, cancellation);
            (changed, last) = (changed + stayed, batch[^1].Id);
            running.Done += batch.Count - stayed;
            if (!await running.Tell())
            {
                return;
            }
        }

        if (changed > 0)
        {
            running.Skipped = changed;
            running.Note($"{changed} of the imported entries were changed since, and stay.");
        }

        await running.Tell(JobState.Undone);
    }
}
