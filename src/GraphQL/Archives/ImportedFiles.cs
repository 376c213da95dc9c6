using System.Globalization;
using Diary.Archives;
using Diary.Domain;
using Diary.Domain.Jobs;

namespace Diary.GraphQL.Archives;

/// <summary>The files of an archive that a job has come to.</summary>
internal sealed class ImportedFiles(
    ImportedMedia media, RunningJob running, JobOrder order, ArchiveReader archive, ImportTarget into, CancellationToken cancellation)
{
    private readonly Dictionary<MediaLoss, int> _lost = [];

    /// <summary>
    /// Brings the files of some versions in, one after the other, since an archive is read in one place at a time: those that came, by what
    /// the archive knows them by. Null where the job must stop.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, MediaId>?> Of(IEnumerable<ArchivedVersion> versions)
    {
        var found = new Dictionary<string, MediaId>(StringComparer.Ordinal);
        foreach (var key in versions.SelectMany(v => v.Media).ToHashSet(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            var (id, loss) = await Bring(key);
            if (id is { } came)
            {
                found.Add(key, came);
            }
            else if (loss is not MediaLoss.None)
            {
                _lost[loss] = _lost.GetValueOrDefault(loss) + 1;
            }

            if (!order.DryRun && !await running.Tell())
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>Tells of those that did not come.</summary>
    public void Note()
    {
        foreach (var (loss, count) in _lost.OrderBy(l => l.Key))
        {
            running.Note(string.Create(CultureInfo.InvariantCulture, $"Photos and other files left out, {loss switch
            {
                MediaLoss.NoRoom => "which do not fit into what the account may hold",
                _ => "which are not in the archive, damaged, empty or too large",
            }}: {count}."));
        }
    }

    private async Task<(MediaId? Id, MediaLoss Loss)> Bring(string key) =>
        archive.Find(key) is not { } found ? (null, MediaLoss.Unreadable)
        : order.DryRun ? (null, MediaLoss.None)
        : await media.Bring(into, order.By, found.File, found.Open, cancellation);
}
