namespace Diary.Search;

/// <summary>
/// A query, broken down to atoms: one for each stem that is asked for in a language, each surface form and each prefix. A word
/// satisfies atoms, atoms make patterns, and a term holds where any of its patterns is found.
/// </summary>
internal sealed class QueryPlan
{
    private readonly Stemmer[] stemmers;
    private readonly Dictionary<string, int>[] stems;
    private readonly Dictionary<string, int> surfaces = [];
    private readonly Dictionary<string, int> prefixes = [];
    private readonly List<List<Pattern>> patternsByFirst = [];
    private readonly bool[] initials = new bool[128];
    private readonly bool hasArticles;
    private int terms;

    public QueryPlan(SearchQuery query, IReadOnlyList<Language> languages)
    {
        stemmers = [.. languages.Distinct().Select(language => new Stemmer(language))];
        stems = [.. stemmers.Select(_ => new Dictionary<string, int>())];
        hasArticles = stemmers.Any(stemmer => StopWords.ArticlesOf(stemmer.Language) is not null);

        // Where nothing but stop words is asked for, they are all there is to go by.
        var asWritten = stemmers.Length == 0 || query.All.All(clause => clause.Any.All(IsNothingButStopWords));
        var clauses = new List<PlannedClause>();
        foreach (var clause in query.All.OrderBy(clause => clause.IsNegated))
        {
            var kept = clause.Any.Where(term => asWritten || term is not Term.Single || !IsNothingButStopWords(term)).ToArray();
            if (kept.Length == 0)
                continue;
            clauses.Add(new PlannedClause(terms, kept.Length, clause.IsNegated));
            foreach (var term in kept)
                Plan(term, terms++);
        }

        Clauses = clauses;
        TermsToCount = clauses.Where(clause => !clause.IsNegated).Sum(clause => clause.Count);
    }

    /// <summary>Without single stop words beside other words; those that are negated come last.</summary>
    public IReadOnlyList<PlannedClause> Clauses { get; }

    /// <summary>All terms, those of negated clauses last.</summary>
    public int Terms => terms;

    /// <summary>The terms that are not negated.</summary>
    public int TermsToCount { get; }

    /// <summary>The patterns that begin with <paramref name="atom"/>.</summary>
    public IReadOnlyList<Pattern> Beginning(int atom) => patternsByFirst[atom];

    /// <summary>
    /// False where a glance at its first letter shows that a word satisfies nothing: stems begin as their words do, unless an article is
    /// run together with them. Spares four words of five a closer look.
    /// </summary>
    public bool MaySatisfy(ReadOnlySpan<char> surface) =>
        surface[0] >= initials.Length || initials[surface[0] | ' '] || (hasArticles && surface.ContainsAny('\'', '’'));

    /// <summary>What a word satisfies, or null where that is nothing, as it is for most.</summary>
    public int[]? AtomsOf(ReadOnlySpan<char> surface)
    {
        var folded = Folding.Fold(surface);
        List<int>? atoms = null;
        if (surfaces.TryGetValue(folded, out var atom))
            (atoms ??= []).Add(atom);
        for (var i = 0; i < stemmers.Length; i++)
        {
            if (stems[i].Count > 0 && stemmers[i].Stem(folded) is { } stem && stems[i].TryGetValue(stem, out atom))
                (atoms ??= []).Add(atom);
        }

        foreach (var (prefix, prefixAtom) in prefixes)
        {
            if (folded.StartsWith(prefix, StringComparison.Ordinal)
                || Folding.WithoutDiacritics(folded).StartsWith(Folding.WithoutDiacritics(prefix), StringComparison.Ordinal))
                (atoms ??= []).Add(prefixAtom);
        }

        return atoms?.ToArray();
    }

    private void Plan(Term term, int number)
    {
        switch (term)
        {
            case Term.Prefix(var prefix):
                Add(number, [(prefix, 0)], prefixes);
                break;
            case Term.Single or Term.Phrase when IsNothingButStopWords(term):
                Add(number, [.. WordsOf(term).Select((word, distance) => (word, distance))], surfaces);
                break;
            default:
                for (var i = 0; i < stemmers.Length; i++)
                    Add(number, Stemmed(WordsOf(term), stemmers[i]), stems[i]);
                break;
        }
    }

    private static List<(string Key, int Distance)> Stemmed(IReadOnlyList<string> words, Stemmer stemmer)
    {
        var (stemmed, first) = (new List<(string, int)>(), 0);
        for (var i = 0; i < words.Count; i++)
        {
            if (stemmer.Stem(words[i]) is not { } stem)
                continue;
            if (stemmed.Count == 0)
                first = i;
            stemmed.Add((stem, i - first));
        }

        return stemmed;
    }

    private void Add(int term, List<(string Key, int Distance)> keys, Dictionary<string, int> atoms)
    {
        if (keys.Count == 0)
            return;

        var pattern = new Pattern(term, [.. keys.Select(key => new Step(AtomOf(key.Key, atoms), key.Distance))]);
        patternsByFirst[pattern.Steps[0].Atom].Add(pattern);
    }

    private int AtomOf(string key, Dictionary<string, int> atoms)
    {
        if (!atoms.TryGetValue(key, out var atom))
        {
            atoms.Add(key, atom = patternsByFirst.Count);
            patternsByFirst.Add([]);
            if (Folding.WithoutDiacritics(key)[0] is var initial && initial < initials.Length)
                initials[initial | ' '] = true;
        }

        return atom;
    }

    private bool IsNothingButStopWords(Term term) =>
        term is not Term.Prefix && WordsOf(term).All(word => stemmers.All(stemmer => stemmer.Stem(word) is null));

    private static IReadOnlyList<string> WordsOf(Term term) => term switch
    {
        Term.Single(var word) => [word],
        Term.Phrase(var words) => words,
        Term.Prefix(var prefix) => [prefix],
        _ => throw new InvalidOperationException("A kind of term that nobody planned."),
    };
}

/// <summary>The terms of a clause: <paramref name="Count"/> from <paramref name="First"/> on.</summary>
internal sealed record PlannedClause(int First, int Count, bool IsNegated);
