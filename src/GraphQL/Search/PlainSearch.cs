using Diary.Domain.Entries;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;
using Diary.Projections.Search;
using Diary.Search;

namespace Diary.GraphQL.Search;

/// <summary>
/// Search in a UCE account: blind terms find the newest entries that may match, which are opened, looked through and ranked at the edge.
/// </summary>
public sealed class PlainSearch(SearchReader search, AccountLanguages languages, Vocabularies vocabularies, OpenedTexts texts)
{
    /// <summary>How many matches are opened at most, the newest ones.</summary>
    public const int MostOpened = 500;

    /// <summary>How far matches are counted.</summary>
    public const int MostCounted = 10_000;

    private const int MostQuarters = 400; // a hundred years of days that somebody wrote on
    private const int FirstQuarters = 4;
    private const int MostTokens = 4_000;
    private const int MostPrefixWords = 500;

    /// <summary>Finds what a query asks for; where words of it are nowhere, what it may have meant.</summary>
    internal async Task<SearchHits> Find(DiarySession caller, SearchQuery query, EntryQuery selection, CancellationToken cancellation)
    {
        var quarters = await search.Quarters(caller.Account, selection, MostQuarters, cancellation);
        if (query.All.Count == 0 || quarters.Count == 0)
        {
            return new SearchHits([], _ => Task.FromResult(new SearchTotal(0, false)));
        }

        var inUse = await languages.All(caller.Keys, cancellation);
        var sources = selection.Source is { } source ? [source] : await search.Sources(caller.Account, cancellation);
        var run = new Run(caller, query, selection, quarters, inUse, sources);
        var found = await Find(run, cancellation);
        return found.Hits.Count > 0 || await Forgiven(run, cancellation) is not { } meant ? found
            : await Find(run with { Query = meant }, cancellation);
    }

    private async Task<SearchHits> Find(Run run, CancellationToken cancellation)
    {
        var keys = run.Caller.Keys;
        var (prefixes, isComplete) = await Prefixes(run, cancellation);
        var terms = new TermQuery(run.Query, run.Languages, keys.Index, run.Sources, prefixes);
        var candidates = await Candidates(run, terms, cancellation);
        var opened = await texts.Of(run.Caller, candidates, cancellation);
        var matched = (await Parts.Of(opened, part => Match(run, part))).ToList();
        var isTold = terms.IsBounded && run.Query.All.All(c => c.Any.All(t => t is Term.Single)); // by the terms alone
        if (!isTold)
        {
            matched.RemoveAll(m => !m.Match.Satisfies);
        }

        var scores = Ranking.Score([.. matched.Select(m => m.Match)]);
        var hits = matched.Select((m, i) => new SearchHit(m.Row, scores[i], m.Text, m.Match))
            .OrderByDescending(h => h.Score).ThenByDescending(h => h.Row.EntryDate).ThenByDescending(h => h.Row.Id.Value).ToList();
        var isCut = candidates.Count >= MostOpened;
        return new SearchHits(hits, isCut && isTold
            ? c => Count(run, terms, c)
            : _ => Task.FromResult(new SearchTotal(hits.Count, isCut || !isComplete)));
    }

    /// <summary>What the query finds in each text; a matcher is no use to two threads.</summary>
    private static IEnumerable<(EntryRow Row, SearchText Text, MatchedText Match)> Match(
        Run run, IReadOnlyList<(EntryRow Row, SearchText Text)> opened)
    {
        var matcher = new TextMatcher(run.Query, run.Languages);
        return opened.Select(o => (o.Row, o.Text, matcher.Match(o.Text)));
    }

    /// <summary>The newest entries that may match: from the newest quarters first, and on until there are enough.</summary>
    private async Task<IReadOnlyList<EntryRow>> Candidates(Run run, TermQuery terms, CancellationToken cancellation)
    {
        var found = new List<EntryRow>();
        foreach (var group in Groups(run, terms))
        {
            if (found.Count >= MostOpened)
            {
                break;
            }

            var most = MostOpened - found.Count;
            var condition = terms.For(group);
            if (!terms.IsBounded)
            {
                found.AddRange(await search.NewestWithout(
                    run.Caller.Account, condition, Within(run.Selection, group), most, cancellation));
            }
            else if (condition is not null)
            {
                found.AddRange(await search.Newest(run.Caller.Account, condition, run.Selection, null, most, cancellation));
            }
        }

        return found;
    }

    private static EntryQuery Within(EntryQuery selection, IReadOnlyList<DateOnly> quarters)
    {
        var (newest, oldest) = (quarters[0], quarters[^1]);
        var last = new DateOnly(newest.Year, newest.Month - ((newest.Month - 1) % 3) + 2, 1);
        last = last.AddDays(DateTime.DaysInMonth(last.Year, last.Month) - 1);
        var first = new DateOnly(oldest.Year, oldest.Month - ((oldest.Month - 1) % 3), 1);
        return selection with
        {
            From = selection.From is { } from && from > first ? from : first,
            To = selection.To is { } to && to < last ? to : last,
        };
    }

    private async Task<SearchTotal> Count(Run run, TermQuery terms, CancellationToken cancellation)
    {
        var count = 0;
        foreach (var group in Groups(run, terms))
        {
            if (count < MostCounted && terms.For(group) is { } condition)
            {
                count += await search.Count(run.Caller.Account, condition, run.Selection, MostCounted - count, cancellation);
            }
        }

        return new SearchTotal(count, count >= MostCounted || run.Quarters.Count >= MostQuarters);
    }

    /// <summary>Quarters in groups that grow, so that a common word costs few tokens and a rare one few statements.</summary>
    private static IEnumerable<IReadOnlyList<DateOnly>> Groups(Run run, TermQuery terms)
    {
        var most = Math.Max(1, MostTokens / terms.TokensOfQuarter);
        for (int done = 0, size = FirstQuarters; done < run.Quarters.Count; size *= 4)
        {
            var group = run.Quarters.Skip(done).Take(Math.Min(size, most)).ToList();
            done += group.Count;
            yield return group;
        }
    }

    /// <summary>For each prefix of the query the terms of the words that begin with it; false where they are not all.</summary>
    private async Task<(Dictionary<string, ILookup<int, string>> Terms, bool IsComplete)> Prefixes(
        Run run, CancellationToken cancellation)
    {
        var prefixes = run.Query.All.SelectMany(c => c.Any).OfType<Term.Prefix>().Select(p => p.Folded).Distinct().ToList();
        var vocabulary = prefixes.Count > 0 ? await vocabularies.Of(run.Caller.Keys, cancellation) : [];
        var isComplete = vocabulary.All(v => v.IsComplete);
        var terms = new Dictionary<string, ILookup<int, string>>(StringComparer.Ordinal);
        foreach (var prefix in prefixes)
        {
            var words = vocabulary.SelectMany(v => v.StartingWith(prefix)).Distinct().Take(MostPrefixWords + 1).ToList();
            isComplete &= words.Count <= MostPrefixWords;
            terms[prefix] = words.Take(MostPrefixWords).SelectMany(w => vocabulary.SelectMany(v => v.PlacesOf(w)))
                .SelectMany(p => TermQuery.Quoted(p.Terms.Memory).Select(t => (p.Quarter, Term: t))).Distinct()
                .ToLookup(p => p.Quarter, p => p.Term);
        }

        return (terms, isComplete);
    }

    /// <summary>The query with words that are nowhere replaced by the nearest that are; null where there is nothing to replace.</summary>
    private async Task<SearchQuery?> Forgiven(Run run, CancellationToken cancellation)
    {
        var words = run.Query.All.Where(c => !c.IsNegated).SelectMany(c => c.Any).OfType<Term.Single>().Select(t => t.Folded)
            .Where(w => Spelling.Allowed(w) > 0).Distinct().ToList();
        if (words.Count == 0)
        {
            return null;
        }

        var vocabulary = await vocabularies.Of(run.Caller.Keys, cancellation);
        var stemmers = run.Languages.Select(l => new Stemmer(l)).ToList();
        var missing = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var word in words.Where(w => !vocabulary.Any(v => v.PlacesOf(w).Count > 0)))
        {
            var known = vocabulary.SelectMany(v => v.Words);
            var stems = stemmers.Select(s => s.Stem(word)).OfType<string>().ToHashSet(StringComparer.Ordinal);
            if (!known.Any(k => k.Length > 0 && k[0] == word[0] && stemmers.Any(s => s.Stem(k) is { } stem && stems.Contains(stem))))
            {
                missing[word] = Spelling.Nearest(word, known);
            }
        }

        return missing.Values.Any(near => near.Count > 0)
            ? new SearchQuery([.. run.Query.All.Select(c => c.IsNegated ? c : c with { Any = [.. c.Any.SelectMany(Meant)] })])
            : null;

        IEnumerable<Term> Meant(Term term) => term is Term.Single(var word) && missing.TryGetValue(word, out var near) && near.Count > 0
            ? near.Select(n => new Term.Single(n)) : [term];
    }

    private sealed record Run(DiarySession Caller, SearchQuery Query, EntryQuery Selection, IReadOnlyList<DateOnly> Quarters,
        IReadOnlyList<Language> Languages, IReadOnlyList<EntrySource> Sources);
}
