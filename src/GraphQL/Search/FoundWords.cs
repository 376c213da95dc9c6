using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Keys;
using Diary.Search;
using TextWords = Diary.Search.Words;

namespace Diary.GraphQL.Search;

/// <summary>The words of one text, each once, with their tokens.</summary>
internal sealed class FoundWords(Stemmer stemmer, TermTokens tokens)
{
    private readonly HashSet<Bytes> _terms = [];
    private readonly Dictionary<string, string?> _stems = new(StringComparer.Ordinal);
    private readonly HashSet<(string, SearchField)> _done = [];

    /// <summary>The words that are no stop words, by their tokens.</summary>
    public Dictionary<Bytes, string> Words { get; } = [];

    /// <summary>Adds the words of a field; how many there are, however often they come.</summary>
    public int Add(string? text, SearchField field)
    {
        if (text is null)
        {
            return 0;
        }

        var words = TextWords.Of(text);
        foreach (var word in words)
        {
            if (!_stems.TryGetValue(word.Folded, out var stem))
            {
                _stems[word.Folded] = stem = stemmer.Stem(word.Folded);
                if (stem is not null)
                {
                    Words[Token(t => tokens.Word(word.Folded, t))] = word.Folded;
                }
            }

            if (stem is not null && _terms.Count < TextIndex.MostTerms && _done.Add((stem, field)))
            {
                _terms.Add(Token(t => tokens.Term(field, stem, t)));
            }
        }

        return words.Count;
    }

    /// <summary>All terms, one after the other, sorted: in the order of the text they would tell which words stand together.</summary>
    public Bytes Terms()
    {
        var sorted = _terms.ToArray();
        Array.Sort(sorted, (a, b) => a.Span.SequenceCompareTo(b.Span));
        var packed = new byte[sorted.Length * TermTokens.Size];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i].Span.CopyTo(packed.AsSpan(i * TermTokens.Size));
        }

        return new Bytes(packed);
    }

    /// <summary>A word as the vocabulary keeps it.</summary>
    public VocabularyWord Seal(UnlockedAccount account, int quarter, Bytes token)
    {
        var word = Words[token];
        var terms = new byte[2 * TermTokens.Size];
        tokens.Term(SearchField.Title, _stems[word], terms);
        tokens.Term(SearchField.Body, _stems[word], terms.AsSpan(TermTokens.Size));
        return new VocabularyWord(quarter, token, new Bytes(terms),
            new Bytes(SealedName.Seal(account.Index.VocabularyKey, account.Id.Value, token.Span, word)));
    }

    private static Bytes Token(Action<byte[]> write)
    {
        var token = new byte[TermTokens.Size];
        write(token);
        return new Bytes(token);
    }
}
