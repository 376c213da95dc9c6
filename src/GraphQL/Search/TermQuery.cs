using System.Buffers.Text;
using Diary.Cryptography;
using Diary.Domain.Entries;
using Diary.Search;

namespace Diary.GraphQL.Search;

/// <summary>
/// A query as a condition on blind terms: for each language the clauses that its stems can be looked up for, and any of the languages will
/// do. What terms cannot tell (the order of words, how a word is written) is left to whoever opens what was found.
/// </summary>
internal sealed class TermQuery
{
    private readonly BlindIndex _index;
    private readonly IReadOnlyList<EntrySource> _sources;
    private readonly IReadOnlyDictionary<string, ILookup<int, string>> _prefixes;
    private readonly List<List<PlannedClause>> _alternatives = [];

    /// <summary>Plans a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="languages">Those that texts may be in; one at least.</param>
    /// <param name="index">Makes the tokens.</param>
    /// <param name="sources">Where entries may be from.</param>
    /// <param name="prefixes">For each prefix of the query, the terms of the words that begin with it, by quarter.</param>
    public TermQuery(SearchQuery query, IReadOnlyList<Language> languages, BlindIndex index, IReadOnlyList<EntrySource> sources,
        IReadOnlyDictionary<string, ILookup<int, string>> prefixes)
    {
        (_index, _sources, _prefixes) = (index, sources, prefixes);
        var plans = new HashSet<string>(StringComparer.Ordinal);
        var isBounded = false;
        foreach (var language in languages)
        {
            var stemmer = new Stemmer(language);
            var plan = query.All.Select(c => Plan(c, stemmer)).OfType<PlannedClause>().ToList();
            var bounds = plan.Exists(c => !c.IsNegated);
            if (bounds && !isBounded)
            {
                _alternatives.Clear(); // a language in which nothing but stop words is asked for would find everything
                isBounded = true;
            }

            if (bounds == isBounded && plans.Add(string.Join('&', plan)))
            {
                _alternatives.Add(plan);
            }
        }

        IsBounded = isBounded;
        TokensOfQuarter = Math.Max(1, 2 * sources.Count * _alternatives.Sum(a => a.Sum(c => c.Any.Sum(t => t.Stems.Count))));
    }

    /// <summary>Whether an index can find what is asked for; otherwise it can only tell what is not.</summary>
    public bool IsBounded { get; }

    /// <summary>How many tokens a quarter costs, those of prefixes left out.</summary>
    public int TokensOfQuarter { get; }

    /// <summary>
    /// The condition for entries of these quarters. Where it <see cref="IsBounded"/>, what they must match; else what they must not, and
    /// null where that is nothing.
    /// </summary>
    /// <param name="quarters">A day of each.</param>
    public string? For(IReadOnlyList<DateOnly> quarters)
    {
        var keys = quarters.SelectMany(q => _sources.Select(s => _index.Terms(TextIndex.SourceName(s), Quarter.Of(q)))).ToList();
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        var numbers = quarters.Select(TextIndex.NumberOf).ToList();
        return IsBounded
            ? Join(" | ", _alternatives.Select(a => Join(" & ", a.Select(Clause))))
            : _alternatives.Select(a => Join(" | ", a.Select(Any))).ToList() is var excluded && excluded.Contains(null) ? null
            : Join(" & ", excluded); // in one language none of it is there

        string? Clause(PlannedClause clause) => clause.IsNegated ? Any(clause) is { } any ? $"!{any}" : null : Any(clause) ?? Nothing;

        string? Any(PlannedClause clause) => Join(" | ", clause.Any.Select(Term));

        string? Term(PlannedTerm term) => term.Prefix is { } prefix
            ? Join(" | ", numbers.SelectMany(n => _prefixes[prefix][n]))
            : Join(" & ", term.Stems.Select(Stem));

        string Stem(string stem) => tokens.TryGetValue(stem, out var known) ? known : tokens[stem] = Join(" | ", Tokens(keys, stem))!;
    }

    /// <summary>Two terms of the vocabulary, as they stand in a condition.</summary>
    public static IEnumerable<string> Quoted(ReadOnlyMemory<byte> terms)
    {
        for (var i = 0; i + TermTokens.Size <= terms.Length; i += TermTokens.Size)
        {
            yield return Quoted(terms.Span.Slice(i, TermTokens.Size));
        }
    }

    private const string Nothing = "'-'"; // no term is that short

    private static string Quoted(ReadOnlySpan<byte> token) => $"'{Base64Url.EncodeToString(token)}'";

    private static IEnumerable<string> Tokens(List<TermTokens> keys, string stem)
    {
        var token = new byte[TermTokens.Size];
        foreach (var key in keys)
        {
            key.Term(SearchField.Body, stem, token);
            yield return Quoted(token);
            key.Term(SearchField.Title, stem, token);
            yield return Quoted(token);
        }
    }

    private static string? Join(string separator, IEnumerable<string?> parts)
    {
        var all = parts.OfType<string>().ToList();
        return all.Count == 0 ? null : all.Count == 1 ? all[0] : $"({string.Join(separator, all)})";
    }

    /// <summary>Null where terms tell nothing of it in this language.</summary>
    private static PlannedClause? Plan(Clause clause, Stemmer stemmer)
    {
        var any = new List<PlannedTerm>();
        foreach (var term in clause.Any)
        {
            switch (term)
            {
                case Term.Single(var word) when stemmer.Stem(word) is { } stem:
                    any.Add(new PlannedTerm([stem], null));
                    break;
                case Term.Single:
                    break; // a stop word, which is in every text
                case Term.Phrase(var words) when words.Select(stemmer.Stem).OfType<string>().Distinct().ToList() is { Count: > 0 } stems
                    && (!clause.IsNegated || words.Select(stemmer.Stem).OfType<string>().Take(2).Count() == 1):
                    any.Add(new PlannedTerm(stems, null));
                    break;
                case Term.Prefix(var prefix) when !clause.IsNegated:
                    any.Add(new PlannedTerm([], prefix));
                    break;
                default:
                    if (!clause.IsNegated)
                    {
                        return null; // this one may hold where no term tells of it
                    }

                    break;
            }
        }

        return any.Count > 0 ? new PlannedClause(any, clause.IsNegated) : null;
    }

    private sealed record PlannedClause(IReadOnlyList<PlannedTerm> Any, bool IsNegated)
    {
        public override string ToString() => (IsNegated ? "!" : "") + string.Join('|', Any);
    }

    private sealed record PlannedTerm(IReadOnlyList<string> Stems, string? Prefix)
    {
        public override string ToString() => Prefix is { } prefix ? prefix + "*" : string.Join('+', Stems);
    }
}
