using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Keys;
using Diary.Search;

namespace Diary.GraphQL.Search;

/// <summary>Where a word is used: in a quarter, under these terms (of a title, then of a body; 18 bytes).</summary>
internal readonly record struct WordPlace(int Quarter, Bytes Terms);

/// <summary>The words of an account, opened, and where they are used. It does not change, and may be read from many threads.</summary>
internal sealed class Vocabulary
{
    // A place with its terms and its share of the lists, roughly; strings come on top and are few beside them.
    private const int BytesOfPlace = 80;

    private readonly Dictionary<string, List<WordPlace>> _places = new(StringComparer.Ordinal);
    private readonly (string Plain, string Word)[] _sorted;

    /// <summary>Opens words as the database keeps them; what does not open is passed over.</summary>
    /// <param name="account">Whose, open.</param>
    /// <param name="words">The words.</param>
    /// <param name="readAt">When they were read: words of entries that changed since are not among them.</param>
    /// <param name="isComplete">Whether they are all.</param>
    public Vocabulary(UnlockedAccount account, IReadOnlyCollection<VocabularyWord> words, DateTimeOffset readAt, bool isComplete)
    {
        (ReadAt, IsComplete, Size) = (readAt, isComplete, words.Count * BytesOfPlace);
        foreach (var word in words)
        {
            if (SealedName.TryOpen(account.Index.VocabularyKey, account.Id.Value, word.Token.Span, word.SealedWord.Span, out var opened))
            {
                if (!_places.TryGetValue(opened, out var places))
                {
                    _places[opened] = places = [];
                }

                places.Add(new WordPlace(word.Quarter, word.Terms));
            }
        }

        _sorted = [.. _places.Keys.Select(w => (Folding.WithoutDiacritics(w), w))];
        Array.Sort(_sorted, (a, b) => string.CompareOrdinal(a.Plain, b.Plain));
    }

    /// <summary>When it was read.</summary>
    public DateTimeOffset ReadAt { get; }

    /// <summary>Whether it has all words, or those of the newest quarters.</summary>
    public bool IsComplete { get; }

    /// <summary>Roughly how much memory it takes, in bytes.</summary>
    public int Size { get; }

    /// <summary>All words.</summary>
    public IEnumerable<string> Words => _sorted.Select(w => w.Word);

    /// <summary>The words that begin with a folded prefix; where that has no diacritics, those of the words do not count.</summary>
    public IEnumerable<string> StartingWith(string prefix)
    {
        var plain = Folding.WithoutDiacritics(prefix);
        var isPlain = string.Equals(plain, prefix, StringComparison.Ordinal);
        var (first, end) = (0, _sorted.Length);
        while (first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = string.CompareOrdinal(_sorted[middle].Plain, plain) < 0 ? (middle + 1, end) : (first, middle);
        }

        for (; first < _sorted.Length && _sorted[first].Plain.StartsWith(plain, StringComparison.Ordinal); first++)
        {
            if (isPlain || _sorted[first].Word.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return _sorted[first].Word;
            }
        }
    }

    /// <summary>Where a word is used; nowhere where it is not known.</summary>
    public IReadOnlyList<WordPlace> PlacesOf(string word) => _places.TryGetValue(word, out var places) ? places : [];
}
