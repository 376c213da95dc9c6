using System.Runtime.CompilerServices;
using Diary.Archives;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Jobs;
using Diary.GraphQL.Files;
using Diary.GraphQL.Keys;
using Diary.Projections.Entries;

namespace Diary.GraphQL.Archives;

/// <summary>Writes a whole diary to a file: of a UCE diary its text, for its owner only; of an E2E diary what the client sealed.</summary>
public sealed class ExportRun(
    EntryReader entries, ExportedVersions versions, ExportedMedia media, SealedFiles files, TimeProvider clock)
{
    private const int BatchSize = 25; // each may have a megabyte
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    internal async Task Run(RunningJob running, LentKeys keys, CancellationToken cancellation)
    {
        if (await Keys(running, keys, 0, cancellation) is not { } account)
        {
            return;
        }

        var order = running.Job.Order ?? throw new InvalidOperationException("An export has no order.");
        (running.Done, running.Failed) = (0, 0);
        running.Total = await entries.Count(account.Id, new EntryQuery(), cancellation)
            + await entries.Count(account.Id, new EntryQuery(InTrash: true), cancellation);
        await files.Delete(account.Id, running.Job.Id, cancellation);
        await using var file = files.Create(account.Account, running.Job.Id, FilePurpose.Export,
            account.Tier == Tier.Uce ? FileProtection.Owner : FileProtection.Server);
        var format = order.Format == ExportFormat.Markdown ? ArchiveFormat.Markdown : ArchiveFormat.Json;
        await using (var archive = new DiaryArchiveWriter(file, format, running.Job.StartedAt))
        {
            if ((order.Media && !await Media(running, keys, archive, cancellation))
                || !await Entries(running, keys, archive, order, cancellation))
            {
                return;
            }

            archive.Complete(account.Tier == Tier.Uce ? "UCE" : "E2E", account.Account.TimeZone, order.History, order.Media);
        }

        await file.Commit(cancellation);
        await running.Tell(JobState.Succeeded);
    }

    /// <summary>False where it must stop.</summary>
    private async Task<bool> Media(RunningJob running, LentKeys keys, DiaryArchiveWriter archive, CancellationToken cancellation)
    {
        for (var last = default(MediaId); ;)
        {
            var batch = await Opened(running, keys, a => media.Next(a, last, cancellation), cancellation);
            if (batch is not { Count: > 0 })
            {
                return batch is not null;
            }

            try
            {
                foreach (var file in batch.Where(f => f.About is not null))
                {
                    var (isWhole, goesOn) = (false, true);
                    await archive.Write(file.About!, async output =>
                        isWhole = await media.Copy(running.Account, file, output, async () => goesOn = await running.Tell(), cancellation),
                        cancellation);
                    if (!goesOn || !await running.Tell())
                    {
                        return false;
                    }

                    if (!isWhole)
                    {
                        running.Fail($"File {file.Id} is missing or damaged, and is not part of the export.");
                    }
                }
            }
            finally
            {
                foreach (var file in batch)
                {
                    file.Dispose();
                }
            }

            last = batch[^1].Id;
        }
    }

    /// <summary>False where it must stop.</summary>
    private async Task<bool> Entries(
        RunningJob running, LentKeys keys, DiaryArchiveWriter archive, JobOrder order, CancellationToken cancellation)
    {
        var last = default(EntryId);
        while (await entries.All(running.Account, last, BatchSize, cancellation) is { Count: > 0 } batch)
        {
            var current = await Opened(running, keys, a => versions.Current(a, batch, cancellation), cancellation);
            if (current is null)
            {
                return false;
            }

            foreach (var entry in batch.Where(e => current.ContainsKey(e.Id)))
            {
                var head = new ArchivedEntryHead(entry.Id.Value, SourceName(entry.Source), entry.DeletedAt);
                await archive.Write(head, order.History && entry.Version > 1
                    ? History(running, keys, entry, cancellation) : Only(current[entry.Id]), cancellation);
            }

            (running.Done, last) = (running.Done + batch.Count, batch[^1].Id);
            if (!await running.Tell())
            {
                return false;
            }
        }

        return true;
    }

    /// <exception cref="OperationCanceledException">It must stop.</exception>
    private async IAsyncEnumerable<ArchivedVersion> History(
        RunningJob running, LentKeys keys, EntryRow entry, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int? after = 0; after is { } place;)
        {
            var page = await Opened(
                running, keys, async a => new Page(await versions.Next(a, entry.Id, place, cancellation)), cancellation);
            if (page is null || (place > 0 && !await running.Tell()))
            {
                throw new OperationCanceledException();
            }

            after = page.Found.Last;
            foreach (var version in page.Found.Versions)
            {
                yield return version;
            }
        }
    }

    private static async IAsyncEnumerable<ArchivedVersion> Only(ArchivedVersion version)
    {
        yield return version;
        await Task.CompletedTask;
    }

    /// <summary>Reads with open keys, and with later ones where a rotation of them began meanwhile; null where it must stop.</summary>
    private async Task<T?> Opened<T>(
        RunningJob running, LentKeys keys, Func<UnlockedAccount, Task<T>> read, CancellationToken cancellation) where T : class
    {
        for (var above = 0; await Keys(running, keys, above, cancellation) is { } account;)
        {
            try
            {
                return await read(account);
            }
            catch (KeysOutdatedException)
            {
                above = account.Epoch;
            }
        }

        return null;
    }

    /// <summary>Open keys, waited for until the owner comes back; null where it must stop.</summary>
    private async Task<UnlockedAccount?> Keys(RunningJob running, LentKeys keys, int above, CancellationToken cancellation)
    {
        for (var began = clock.GetTimestamp(); ;)
        {
            if (keys.Current(above) is { } account)
            {
                return account;
            }

            if (clock.GetElapsedTime(began) > Patience || !await running.Tell(JobState.Waiting))
            {
                return null;
            }

            try
            {
                await keys.Arrived(Patience, cancellation);
            }
            catch (TimeoutException)
            {
                return null;
            }

            if (!await running.Retake())
            {
                return null; // another process has begun it anew
            }
        }
    }

    private static string SourceName(EntrySource source) => source.ToString().ToUpperInvariant();

    private sealed record Page((IReadOnlyList<ArchivedVersion> Versions, int? Last) Found);
}
