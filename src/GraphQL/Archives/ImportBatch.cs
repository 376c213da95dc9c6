using Diary.Archives;

namespace Diary.GraphQL.Archives;

/// <summary>Some entries of an archive that are worked on at once: bounded in number and in text, whatever the archive holds.</summary>
/// <param name="Entries">Those whose versions all fit.</param>
/// <param name="Long">One whose versions do not, to be read as it is worked on; null where there is none.</param>
/// <param name="Flaws">Why others cannot be read.</param>
/// <param name="Last">The position of the last one.</param>
internal sealed record ImportBatch(IReadOnlyList<ReadEntry> Entries, ArchivedItem? Long, IReadOnlyList<string> Flaws, int Last)
{
    private const int MostEntries = 64; // as many as one commit takes
    private const int MostVersions = 100;
    private const int MostCharacters = 1 << 20; // of texts, but for the last version of an entry

    /// <summary>The batches behind a position.</summary>
    public static IEnumerable<ImportBatch> Of(ArchiveReader archive, int after)
    {
        var (entries, flaws, size, last) = (new List<ReadEntry>(), new List<string>(), 0, after);
        foreach (var item in archive.Read(after))
        {
            ArchivedItem? tooLong = null;
            last = item.Position;
            try
            {
                var versions = item.Entry is null ? null : Versions(item.Entry, ref size);
                if (item.Entry is null)
                {
                    flaws.Add(Words(item.Position, item.Flaw ?? "cannot be read."));
                }
                else if (versions is null)
                {
                    tooLong = item;
                }
                else
                {
                    entries.Add(new ReadEntry(item.Position, item.Entry.Head, versions));
                }
            }
            catch (ArchiveFlawException e)
            {
                flaws.Add(Words(item.Position, e.Message));
            }

            StackMemory.Overwrite();
            if (tooLong is not null || entries.Count + flaws.Count >= MostEntries || size > MostCharacters)
            {
                yield return new ImportBatch(entries, tooLong, flaws, last);
                (entries, flaws, size) = ([], [], 0);
            }
        }

        if (entries.Count + flaws.Count > 0)
        {
            yield return new ImportBatch(entries, null, flaws, last);
        }
    }

    /// <summary>A sentence about an entry.</summary>
    public static string Words(int position, string what) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"Entry {position} of the archive {what}");

    /// <summary>All versions; null where they are too many or too long to be kept.</summary>
    private static List<ArchivedVersion>? Versions(ArchivedEntry entry, ref int size)
    {
        var versions = new List<ArchivedVersion>();
        foreach (var version in entry.Versions)
        {
            if (versions.Count >= MostVersions || size > MostCharacters)
            {
                return null;
            }

            versions.Add(version);
            size += version.Content is ArchivedText text ? text.Body.Length : 0;
        }

        return versions;
    }
}

/// <summary>An entry that was read.</summary>
internal sealed record ReadEntry(int Position, ArchivedEntryHead Head, IReadOnlyList<ArchivedVersion> Versions);
