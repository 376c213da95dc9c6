using System.Globalization;
using Diary.Archives;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Jobs;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Facebook;
using Diary.GraphQL.Files;
using Diary.Projections.Accounts;
using Diary.Projections.Entries;

namespace Diary.GraphQL.Archives;

/// <summary>Reads an archive from where the job stands to its end, a batch at a time. What was interrupted comes in once.</summary>
public sealed class ImportRun(AccountReader accounts, EntryReader entries, OriginReader origins, OriginTokens tokens, SealedFiles files,
    ImportKeys keys, ImportedEntries imported, ImportedMedia media)
{
    private const int AtOnce = 16;
    private const int MostVersions = 50; // of a long entry, in one command

    internal async Task Run(RunningJob running, CancellationToken cancellation)
    {
        var (account, id) = (running.Account, running.Job.Id);
        var order = running.Job.Order ?? throw new InvalidOperationException("An import has no order.");
        var owner = await accounts.Find(account, cancellation);
        await using var file = await files.OpenRead(account, order.File, owner: null, cancellation);
        using var index = await keys.Of(account, id, cancellation);
        if (owner is null || file is null || (index is null && owner.Tier == Tier.Uce))
        {
            await running.End("The upload is gone: upload the file again.");
            return;
        }

        var source = order.Archive switch
        {
            ArchiveKind.DayOne => ArchiveSource.DayOne,
            ArchiveKind.Facebook => ArchiveSource.Facebook,
            _ => ArchiveSource.Diary,
        };
        switch (ArchiveReader.Open(file, source, TimeZoneInfo.FindSystemTimeZoneById(owner.TimeZone)))
        {
            case ArchiveOpening.Refused refused:
                await running.End(Words(refused.Why));
                break;
            case ArchiveOpening.Opened { Reader: var archive }:
                using (archive)
                {
                    await Run(running, order, archive, ImportTarget.Of(id, owner, index), cancellation);
                }

                break;
        }
    }

    private async Task Run(
        RunningJob running, JobOrder order, ArchiveReader archive, ImportTarget into, CancellationToken cancellation)
    {
        running.Total = archive.Count;
        var brought = new ImportedFiles(media, running, order, archive, into, cancellation);
        foreach (var batch in ImportBatch.Of(archive, running.Done))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var flaw in batch.Flaws)
            {
                running.Fail(flaw);
            }

            if (!await Bring(running, order, batch, into, brought, cancellation))
            {
                return;
            }

            running.Done = batch.Last;
            if (!await running.Tell())
            {
                return;
            }
        }

        brought.Note();
        foreach (var note in archive.Notes)
        {
            running.Note(note);
        }

        running.Total = running.Done;
        if (await running.Tell(JobState.Succeeded))
        {
            await keys.TakeBack(into.Owner.Id, into.Job, cancellation);
            if (!order.DryRun)
            {
                await files.Delete(into.Owner.Id, order.File, cancellation);
            }
        }
    }

    /// <summary>False where it must stop.</summary>
    private async Task<bool> Bring(RunningJob running, JobOrder order, ImportBatch batch, ImportTarget into, ImportedFiles brought,
        CancellationToken cancellation)
    {
        var lasts = batch.Entries.Select(e => (e.Position, Version: e.Versions[^1]));
        var longLast = batch.Long is { } item ? item.Entry!.Versions.Last() : null;
        if (longLast is not null)
        {
            lasts = lasts.Append((batch.Long!.Position, longLast));
        }

        var origin = batch.Entries.Where(e => e.Head.Origin is not null)
            .ToDictionary(e => e.Position, e => tokens.Of(into.Owner.Id, e.Head.Origin!));
        var known = await Known(into, lasts, cancellation);
        known.UnionWith(await KnownByOrigin(into, origin, cancellation));
        var fresh = batch.Entries.Where(e => !known.Contains(e.Position)).ToList();
        var brings = fresh.Count;
        if (await brought.Of(fresh.SelectMany(e => e.Versions)) is not { } attached)
        {
            return false;
        }

        running.Skipped += known.Count;
        if (!order.DryRun)
        {
            var problems = new string?[fresh.Count];
            await Parallel.ForAsync(0, fresh.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
                problems[i] = await imported.Bring(into, ImportedEntries.IdOf(into.Job, fresh[i].Position), SourceOf(order), 1,
                    fresh[i].Versions, fresh[i].Head.DeletedAt is not null, attached, origin.GetValueOrDefault(fresh[i].Position)));
            foreach (var (position, why) in fresh.Zip(problems, (e, p) => (e.Position, p)).Where(p => p.p is not null))
            {
                running.Fail(ImportBatch.Words(position, why!));
                brings--;
            }
        }

        running.Imported += brings;
        if (batch.Long is { Entry: { } entry, Position: var place } && !known.Contains(place))
        {
            var why = order.DryRun ? null : await Long(running, order, into, place, entry, brought, cancellation);
            running.Imported += why is null ? 1 : 0;
            if (why is not null)
            {
                running.Fail(ImportBatch.Words(place, why));
            }
        }

        return true;
    }

    /// <summary>Brings an entry in whose versions are too many for one command; null where it came, else why not.</summary>
    private async Task<string?> Long(
        RunningJob running, JobOrder order, ImportTarget into, int position, ArchivedEntry entry, ImportedFiles brought,
        CancellationToken cancellation)
    {
        var (id, first) = (ImportedEntries.IdOf(into.Job, position), 1);
        try
        {
            foreach (var chunk in Chunks(entry.Versions))
            {
                cancellation.ThrowIfCancellationRequested();
                var attached = await brought.Of(chunk.Versions);
                if (attached is null)
                {
                    throw new UnavailableException(TimeSpan.Zero); // it must stop, and whoever has the job goes on
                }

                var toTrash = chunk.IsLast && entry.Head.DeletedAt is not null;
                if (await imported.Bring(into, id, SourceOf(order), first, chunk.Versions, toTrash, attached) is { } why)
                {
                    return why;
                }

                first += chunk.Versions.Count;
                await running.Tell(); // keeps the lease; where it must stop, it is told so at the batch's end
            }
        }
        catch (ArchiveFlawException e)
        {
            return e.Message;
        }

        return null;
    }

    private static IEnumerable<(IReadOnlyList<ArchivedVersion> Versions, bool IsLast)> Chunks(IEnumerable<ArchivedVersion> versions)
    {
        var (chunk, size) = (new List<ArchivedVersion>(), 0);
        foreach (var version in versions)
        {
            if (chunk.Count == MostVersions || size > ContentLimit)
            {
                yield return (chunk, false);
                (chunk, size) = ([], 0);
            }

            chunk.Add(version);
            size += ((ArchivedText)version.Content).Body.Length;
        }

        yield return (chunk, true);
    }

    private const int ContentLimit = Entries.ContentBox.MaxLength;

    /// <summary>The positions of those whose text stands on the same day already; an E2E account's are not known.</summary>
    private async Task<HashSet<int>> Known(
        ImportTarget into, IEnumerable<(int Position, ArchivedVersion Version)> lasts, CancellationToken cancellation)
    {
        if (into.Index is not { } index)
        {
            return [];
        }

        var texts = lasts.Select(e => (e.Position, Text: (e.Version.Date,
            new Bytes(index.Fingerprint(((ArchivedText)e.Version.Content).Body))))).ToList();
        var found = texts.Count == 0 ? new HashSet<(DateOnly, Bytes)>()
            : await entries.Duplicates(into.Owner.Id, into.Job, [.. texts.Select(t => t.Text).Distinct()], cancellation);
        return [.. texts.Where(t => found.Contains(t.Text)).Select(t => t.Position)];
    }

    /// <summary>The positions of those that another download brought, or Facebook itself.</summary>
    private async Task<IEnumerable<int>> KnownByOrigin(
        ImportTarget into, IReadOnlyDictionary<int, EntryOrigin> wanted, CancellationToken cancellation)
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        var found = await origins.Known(
            into.Owner.Id, [.. wanted.Values.Select(o => o.Item)], [.. wanted.Values.Select(o => o.Match)], cancellation);
        return wanted.Where(w => found.Any(f => f.Entry != ImportedEntries.IdOf(into.Job, w.Key)
            && (f.Item == w.Value.Item || (!f.Seen.IsEmpty && f.Match == w.Value.Match)))).Select(w => w.Key);
    }

    private static EntrySource SourceOf(JobOrder order) =>
        order.Archive == ArchiveKind.Facebook ? EntrySource.Facebook : EntrySource.Import;

    private static string Words(ArchiveRefusal why) => why switch
    {
        ArchiveRefusal.OtherKind => "The file is no archive of this kind.",
        ArchiveRefusal.NewerVersion => "The file is an export of a newer version.",
        ArchiveRefusal.ForPeople => "The file is an export in Markdown, which cannot be brought back: export as JSON.",
        ArchiveRefusal.SealedByClient => "The file is the export of an E2E diary: only its client can open it.",
        ArchiveRefusal.WebPages => "The download is made of web pages (HTML): ask Facebook for one in the format JSON.",
        ArchiveRefusal.Encrypted => "The file is encrypted: pack it without a password.",
        ArchiveRefusal.TooManyFiles => string.Create(
            CultureInfo.InvariantCulture, $"The file holds more than {ArchiveReader.MostFiles} files."),
        _ => "The file is neither a ZIP nor JSON, or it is damaged.",
    };
}
