namespace Diary.Search;

/// <summary>
/// Matches opened texts against one query. Words match where their stems are equal in any of the languages; prefixes match words
/// as they are written, with or without diacritics. Of a phrase, stop words keep their place but may be any word, unless it has no others.
/// Single stop words are passed over, unless the query has nothing else. Without a language, words match as they are written.
/// </summary>
/// <remarks>
/// Made for one search and not safe for use by several threads at once: it remembers what each word that it met satisfies, and
/// those words are plain text. Keep it no longer than the texts.
/// </remarks>
public sealed class TextMatcher
{
    /// <summary>Words beyond are looked at anew each time, so that hostile texts cannot fill the memory.</summary>
    private const int MostRemembered = 100_000;

    private readonly QueryPlan plan;
    private readonly Dictionary<string, int[]?> remembered = [];
    private readonly Dictionary<string, int[]?>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<Hit> hits = [];
    private readonly List<Mark> marks = [];
    private readonly int[] titleCounts;
    private readonly int[] bodyCounts;
    private readonly int[] freeFrom;

    /// <summary>A matcher of <paramref name="query"/> in texts of these languages.</summary>
    public TextMatcher(SearchQuery query, IReadOnlyList<Language> languages)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(languages);
        plan = new QueryPlan(query, languages);
        lookup = remembered.GetAlternateLookup<ReadOnlySpan<char>>();
        (titleCounts, bodyCounts, freeFrom) = (new int[plan.Terms], new int[plan.Terms], new int[plan.Terms]);
    }

    /// <summary>Looks for the query in a text. A query without words is satisfied by none.</summary>
    public MatchedText Match(SearchText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        marks.Clear();
        var titleWords = Count(text.Title, titleCounts);
        marks.Clear();
        var bodyWords = Count(text.Body, bodyCounts);

        var counts = new TermCount[plan.TermsToCount];
        for (var term = 0; term < counts.Length; term++)
            counts[term] = new TermCount(titleCounts[term], bodyCounts[term]);
        var satisfies = plan.Clauses.Count > 0 && plan.Clauses.All(Holds);
        return new MatchedText(satisfies, counts, titleWords, bodyWords, satisfies ? MarksInOrder() : []);
    }

    private bool Holds(PlannedClause clause)
    {
        for (var term = clause.First; term < clause.First + clause.Count; term++)
        {
            if (titleCounts[term] + bodyCounts[term] > 0)
                return !clause.IsNegated;
        }

        return clause.IsNegated;
    }

    private int Count(string? text, int[] counts)
    {
        Array.Clear(counts);
        Array.Clear(freeFrom);
        var words = FindHits(text);
        for (var i = 0; i < hits.Count; i++)
        {
            foreach (var atom in hits[i].Atoms)
            {
                foreach (var pattern in plan.Beginning(atom))
                {
                    // A place counts once for a term, even if several languages agree on it, and phrases do not overlap themselves.
                    if (i < freeFrom[pattern.Term] || !IsFound(pattern, i, out var last))
                        continue;
                    freeFrom[pattern.Term] = last + 1;
                    counts[pattern.Term]++;
                }
            }
        }

        return words;
    }

    private int FindHits(string? text)
    {
        hits.Clear();
        var words = 0;
        for (var scanner = new WordScanner(text); scanner.MoveNext(); words++)
        {
            if (plan.MaySatisfy(scanner.Surface) && AtomsOf(scanner.Surface) is { } atoms)
                hits.Add(new Hit(words, scanner.Start, scanner.Length, atoms));
        }

        return words;
    }

    private int[]? AtomsOf(ReadOnlySpan<char> surface)
    {
        if (lookup.TryGetValue(surface, out var atoms))
            return atoms;

        atoms = plan.AtomsOf(surface);
        if (remembered.Count < MostRemembered)
            lookup[surface] = atoms;
        return atoms;
    }

    private bool IsFound(Pattern pattern, int first, out int at)
    {
        var kept = marks.Count;
        at = first;
        foreach (var step in pattern.Steps)
        {
            var position = hits[first].Position + step.Distance;
            while (at < hits.Count && hits[at].Position < position)
                at++;
            if (at == hits.Count || hits[at].Position > position || !hits[at].Atoms.Contains(step.Atom))
            {
                marks.RemoveRange(kept, marks.Count - kept);
                return false;
            }

            if (pattern.Term < plan.TermsToCount)
                marks.Add(new Mark(hits[at].Start, hits[at].Length, pattern.Term));
        }

        return true;
    }

    private Mark[] MarksInOrder()
    {
        var ordered = marks.ToArray();
        Array.Sort(ordered, (a, b) => (a.Start, a.Term).CompareTo((b.Start, b.Term)));
        return ordered;
    }

    private readonly record struct Hit(int Position, int Start, int Length, int[] Atoms);
}
