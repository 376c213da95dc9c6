using Diary.GraphQL.Execution;
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
public sealed class EntryDiff(ContentLoader contents, RevisionLoader revisions)
{
    // Beyond these a minimal comparison costs seconds (Myers' algorithm is O(ND)): all that differs is shown as replaced.
    private const int MostLines = 4_000;
    private const int LongestLine = 10_000;

    private static readonly IReadOnlyList<char> Separators = [' ', '\t', '.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '"', '\'', '-'];
    private static readonly DelimiterChunker Words = new([.. Separators]);

    /// <summary>The lines of both versions.</summary>
    /// <exception cref="DiaryError">BAD_REQUEST: a version does not exist.</exception>
    internal async Task<IEnumerable<DiffHunk>?> Between(EntryRow entry, int from, int? to, CancellationToken cancellation)
    {
        var earlier = await Body(entry, from, "from", cancellation);
        var later = await Body(entry, to ?? entry.Version, "to", cancellation);
        return Compare(earlier, later);
    }

    /// <summary>Compares two texts.</summary>
    internal static IReadOnlyList<DiffHunk> Compare(string earlier, string later)
    {
        var (before, after) = (Lines(earlier), Lines(later));
        var hunks = new List<DiffHunk>(before.Length + after.Length);
        int old = 0, @new = 0;
        foreach (var block in Blocks(before, after))
        {
            Same(block.DeleteStartA - old);
            for (var i = 0; i < block.DeleteCountA; i++)
            {
                var pair = i < block.InsertCountB ? after[block.InsertStartB + i] : null;
                hunks.Add(new DiffHunk(DiffKind.Removed, old + 1, null, before[old], Pieces(before[old++], pair, DiffKind.Removed)));
            }

            for (var i = 0; i < block.InsertCountB; i++)
            {
                var pair = i < block.DeleteCountA ? before[block.DeleteStartA + i] : null;
                hunks.Add(new DiffHunk(DiffKind.Added, null, @new + 1, after[@new], Pieces(after[@new++], pair, DiffKind.Added)));
            }
        }

        Same(before.Length - old);
        return hunks;

        void Same(int count)
        {
            for (; count > 0; count--)
            {
                hunks.Add(new DiffHunk(DiffKind.Same, old + 1, @new + 1, before[old], [new DiffWord(DiffKind.Same, before[old])]));
                old++;
                @new++;
            }
        }
    }

    private static IEnumerable<DiffBlock> Blocks(string[] before, string[] after)
    {
        var head = before.AsSpan().CommonPrefixLength(after);
        var tail = 0;
        while (tail < Math.Min(before.Length, after.Length) - head && string.Equals(before[^(tail + 1)], after[^(tail + 1)], StringComparison.Ordinal))
        {
            tail++;
        }

        var (removed, added) = (before.Length - head - tail, after.Length - head - tail);
        return removed + added <= MostLines
            ? Differ.Instance.CreateDiffs(string.Join('\n', before), string.Join('\n', after), false, false, LineChunker.Instance).DiffBlocks
            : [new DiffBlock(head, removed, head, added)];
    }

    private static IReadOnlyList<DiffWord> Pieces(string line, string? other, DiffKind kind)
    {
        if (other is null || line.Length + other.Length > LongestLine)
        {
            return [new DiffWord(kind, line)];
        }

        var (earlier, later) = kind == DiffKind.Removed ? (line, other) : (other, line);
        var diff = Differ.Instance.CreateDiffs(earlier, later, false, false, Words);
        var pieces = kind == DiffKind.Removed ? diff.PiecesOld : diff.PiecesNew;
        var changed = diff.DiffBlocks.SelectMany(b => kind == DiffKind.Removed
            ? Enumerable.Range(b.DeleteStartA, b.DeleteCountA) : Enumerable.Range(b.InsertStartB, b.InsertCountB)).ToHashSet();
        return [.. pieces.Select((text, i) => (Text: text, Kind: changed.Contains(i) ? kind : DiffKind.Same))
            .Aggregate(new List<DiffWord>(), (words, piece) =>
            {
                if (words is [.., var last] && last.Kind == piece.Kind)
                {
                    words[^1] = last with { Text = last.Text + piece.Text };
                }
                else
                {
                    words.Add(new DiffWord(piece.Kind, piece.Text));
                }

                return words;
            })];
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');

    private async Task<string> Body(EntryRow entry, int version, string argument, CancellationToken cancellation)
    {
        var revision = await revisions.Load((entry.Id, version)).GetResultAsync(cancellation)
            ?? throw new DiaryError(ErrorCodes.BadRequest, $"The entry has no version '{argument}'.").With("argument", argument);
        return (await contents.Load((entry.Id, revision.SealedAt)).GetResultAsync(cancellation)).Body;
    }
}
