using Diary.Domain.Accounts;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace Diary.GraphQL.Entries;

/// <summary>Whether a piece is in both versions.</summary>
public enum DiffKind
{
    /// <summary>In both.</summary>
    Same,

    /// <summary>In the later one only.</summary>
    Added,

    /// <summary>In the earlier one only.</summary>
    Removed,
}

/// <summary>One line of a comparison.</summary>
/// <param name="Kind">Where the line is.</param>
/// <param name="OldLine">Its number in the earlier version, from 1.</param>
/// <param name="NewLine">Its number in the later version, from 1.</param>
/// <param name="Text">The line without its end.</param>
/// <param name="Words">What changed within it, where a line of the other side stands against it; otherwise the line as one piece.</param>
public sealed record DiffHunk(DiffKind Kind, int? OldLine, int? NewLine, string Text, IEnumerable<DiffWord> Words);

/// <summary>A piece of a line.</summary>
public sealed record DiffWord(DiffKind Kind, string Text);

/// <summary>Compares the bodies of two versions by lines, and changed lines by words.</summary>
public sealed class EntryDiff(DiaryRequest request, ContentLoader contents, RevisionLoader revisions)
{
    // Beyond these a minimal comparison costs seconds (Myers' algorithm is O(ND)): all that differs is shown as replaced.
    private const int MostLines = 4_000;
    private const int LongestLine = 10_000;
    private const long MostWordWork = 50_000_000; // characters of a line times those of its counterpart, over all lines
    private const int MostShown = 20_000; // lines; beyond it they stand together in a few large pieces

    private static readonly IReadOnlyList<char> Separators = [' ', '\t', '.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '"', '\'', '-'];
    private static readonly DelimiterChunker Words = new([.. Separators]);

    /// <summary>The lines of both versions.</summary>
    /// <exception cref="DiaryError">BAD_REQUEST: a version does not exist. TIER_MISMATCH: only the client can read them.</exception>
    internal async Task<IEnumerable<DiffHunk>?> Between(EntryRow entry, int from, int? to, CancellationToken cancellation)
    {
        if (request.Session is DiarySession { Keys.Tier: not Tier.Uce })
        {
            throw new DiaryError(ErrorCodes.TierMismatch, "Only the client can compare what it sealed.");
        }

        var earlier = await Body(entry, from, "from", cancellation);
        var later = await Body(entry, to ?? entry.Version, "to", cancellation);
        return Compare(earlier, later);
    }

    /// <summary>Compares two texts.</summary>
    internal static IReadOnlyList<DiffHunk> Compare(string earlier, string later)
    {
        var (before, after) = (Lines(earlier), Lines(later));
        if (before.Length + after.Length > MostShown)
        {
            return Whole(before, after);
        }

        var budget = MostWordWork;
        var hunks = new List<DiffHunk>(before.Length + after.Length);
        int old = 0, @new = 0;
        foreach (var block in Blocks(before, after))
        {
            Same(block.DeleteStartA - old);
            var pairs = new List<(IReadOnlyList<DiffWord> Old, IReadOnlyList<DiffWord> New)>();
            for (var i = 0; i < Math.Min(block.DeleteCountA, block.InsertCountB); i++)
            {
                pairs.Add(Pieces(before[block.DeleteStartA + i], after[block.InsertStartB + i], ref budget));
            }

            for (var i = 0; i < block.DeleteCountA; i++, old++)
            {
                hunks.Add(new DiffHunk(
                    DiffKind.Removed, old + 1, null, before[old], i < pairs.Count ? pairs[i].Old : One(DiffKind.Removed, before[old])));
            }

            for (var i = 0; i < block.InsertCountB; i++, @new++)
            {
                hunks.Add(new DiffHunk(
                    DiffKind.Added, null, @new + 1, after[@new], i < pairs.Count ? pairs[i].New : One(DiffKind.Added, after[@new])));
            }
        }

        Same(before.Length - old);
        return hunks;

        void Same(int count)
        {
            for (; count > 0; count--)
            {
                hunks.Add(new DiffHunk(DiffKind.Same, old + 1, @new + 1, before[old], One(DiffKind.Same, before[old])));
                old++;
                @new++;
            }
        }
    }

    /// <summary>What stands before the first and behind the last change, and what is between, each as one piece.</summary>
    private static List<DiffHunk> Whole(string[] before, string[] after)
    {
        var (head, tail) = Common(before, after);
        var hunks = new List<DiffHunk>();
        Add(DiffKind.Same, 1, 1, before.AsSpan(0, head));
        Add(DiffKind.Removed, head + 1, null, before.AsSpan(head, before.Length - head - tail));
        Add(DiffKind.Added, null, head + 1, after.AsSpan(head, after.Length - head - tail));
        Add(DiffKind.Same, before.Length - tail + 1, after.Length - tail + 1, before.AsSpan(before.Length - tail));
        return hunks;

        void Add(DiffKind kind, int? oldLine, int? newLine, ReadOnlySpan<string> lines)
        {
            if (!lines.IsEmpty)
            {
                var text = string.Join('\n', lines!);
                hunks.Add(new DiffHunk(kind, oldLine, newLine, text, One(kind, text)));
            }
        }
    }

    private static (int Head, int Tail) Common(string[] before, string[] after)
    {
        var head = before.AsSpan().CommonPrefixLength(after);
        var tail = 0;
        while (tail < Math.Min(before.Length, after.Length) - head
            && string.Equals(before[^(tail + 1)], after[^(tail + 1)], StringComparison.Ordinal))
        {
            tail++;
        }

        return (head, tail);
    }

    private static IEnumerable<DiffBlock> Blocks(string[] before, string[] after)
    {
        var (head, tail) = Common(before, after);
        var (removed, added) = (before.Length - head - tail, after.Length - head - tail);
        return removed + added <= MostLines
            ? Differ.Instance
                .CreateDiffs(string.Join('\n', before), string.Join('\n', after), false, false, LineChunker.Instance).DiffBlocks
            : [new DiffBlock(head, removed, head, added)];
    }

    private static DiffWord[] One(DiffKind kind, string text) => [new DiffWord(kind, text)];

    private static (IReadOnlyList<DiffWord> Old, IReadOnlyList<DiffWord> New) Pieces(string before, string after, ref long budget)
    {
        var work = (long)before.Length * after.Length;
        if (before.Length + after.Length > LongestLine || work > budget)
        {
            return (One(DiffKind.Removed, before), One(DiffKind.Added, after));
        }

        budget -= work;
        var diff = Differ.Instance.CreateDiffs(before, after, false, false, Words);
        return (
            Merged(diff.PiecesOld, diff.DiffBlocks.SelectMany(b => Enumerable.Range(b.DeleteStartA, b.DeleteCountA)), DiffKind.Removed),
            Merged(diff.PiecesNew, diff.DiffBlocks.SelectMany(b => Enumerable.Range(b.InsertStartB, b.InsertCountB)), DiffKind.Added));
    }

    /// <summary>Neighbours of one kind become one piece.</summary>
    private static List<DiffWord> Merged(IReadOnlyList<string> pieces, IEnumerable<int> changed, DiffKind kind)
    {
        var differing = changed.ToHashSet();
        var words = new List<DiffWord>();
        for (var start = 0; start < pieces.Count;)
        {
            var (end, differs) = (start + 1, differing.Contains(start));
            while (end < pieces.Count && differing.Contains(end) == differs)
            {
                end++;
            }

            words.Add(new DiffWord(differs ? kind : DiffKind.Same, string.Concat(pieces.Skip(start).Take(end - start))));
            start = end;
        }

        return words;
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');

    private async Task<string> Body(EntryRow entry, int version, string argument, CancellationToken cancellation)
    {
        var revision = await revisions.Load((entry.Id, version, entry.Source)).GetResultAsync(cancellation)
            ?? throw new DiaryError(ErrorCodes.BadRequest, $"The entry has no version '{argument}'.").With("argument", argument);
        return ((PlainContent)await contents.Load((entry.Id, revision.SealedAt)).GetResultAsync(cancellation)).Body;
    }
}
