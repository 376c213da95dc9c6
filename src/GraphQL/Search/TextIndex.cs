using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Keys;
using Diary.Projections.Search;
using Diary.Search;

namespace Diary.GraphQL.Search;

/// <summary>Where a text stands: what its tokens are made for.</summary>
public readonly record struct TextPlace(EntryId Entry, int Version, DateOnly Date, EntrySource Source);

/// <summary>What is found in a text that may be kept: keyed hashes and sealed words.</summary>
/// <param name="Terms">The terms of its title and body, 9 bytes each, in an order that says nothing.</param>
/// <param name="WordCount">4 bytes: how many words it has, sealed.</param>
/// <param name="Words">Those that the account's vocabulary did not have before.</param>
public sealed record IndexedText(Bytes Terms, Bytes WordCount, ValueList<VocabularyWord> Words);

/// <summary>Finds the words of a UCE text and makes tokens of them (sealed-formats, "Blind tokens").</summary>
public sealed class TextIndex(VocabularyReader vocabulary, AccountLanguages languages)
{
    /// <summary>The most terms of one text, as for E2E: a <c>tsvector</c> holds no more than a megabyte.</summary>
    public const int MostTerms = 30_000;

    // A text full of words that nobody used before would else make a commit of many megabytes.
    private const int MostNewWords = 5_000;

    /// <summary>Indexes a text.</summary>
    /// <param name="account">Whose, open.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IndexedText> Of(UnlockedAccount account, TextPlace place, ContentText text, CancellationToken cancellation)
    {
        var language = await languages.Of(account, text, cancellation);
        var tokens = account.Index.Terms(SourceName(place.Source), Quarter.Of(place.Date));
        var found = new FoundWords(new Stemmer(language), tokens);
        var count = found.Add(text.Title, SearchField.Title) + found.Add(text.Body, SearchField.Body);

        var quarter = NumberOf(place.Date);
        var wanted = found.Words.Keys.Where(t => !account.Search.Knows(t)).ToList();
        var known = wanted.Count == 0 ? [] : await vocabulary.Known(account.Id, quarter, wanted, cancellation);
        account.Search.Learn(known);
        var added = InOrder(wanted.Where(t => !known.Contains(t))).Take(MostNewWords).Select(t => found.Seal(account, quarter, t)).ToList();
        if (await languages.Added(account, language, cancellation) is { } first)
        {
            added.Add(first);
        }

        return new IndexedText(found.Terms(), new Bytes(account.Index.SealCount(place.Entry.Value, place.Version, count)),
            ValueList.From(added));
    }

    // In the order of the text, whoever knows the text would know which word is behind each token.
    private static IEnumerable<Bytes> InOrder(IEnumerable<Bytes> tokens) =>
        tokens.Order(Comparer<Bytes>.Create((a, b) => a.Span.SequenceCompareTo(b.Span)));

    /// <summary>A quarter as the vocabulary numbers it.</summary>
    internal static int NumberOf(DateOnly day) => (day.Year * 4) + ((day.Month - 1) / 3);

    /// <summary>A source as the keys name it.</summary>
    internal static string SourceName(EntrySource source) => source switch
    {
        EntrySource.Diary => "DIARY",
        EntrySource.Facebook => "FACEBOOK",
        EntrySource.Import => "IMPORT",
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };
}
