namespace Diary.Domain.Entries;

/// <summary>The day that an entry is about, in the writer's time zone.</summary>
/// <param name="Date">The calendar day.</param>
/// <param name="TimeZone">An IANA zone id, such as Europe/Vienna.</param>
[GenerateSerializer, Immutable, Alias("EntryDay")]
public readonly record struct EntryDay(DateOnly Date, string TimeZone);

/// <summary>A tag as the server knows it: a keyed hash to find it by, and its sealed name to show it by.</summary>
/// <param name="Token">16 bytes: the same for the same name within one account.</param>
/// <param name="SealedName">The name, sealed by the edge or the client.</param>
[GenerateSerializer, Immutable, Alias("SealedTag")]
public sealed record SealedTag(Bytes Token, Bytes SealedName);

/// <summary>What may be known of a content without opening it: keyed hashes only.</summary>
/// <param name="Digest">32 bytes, bound to entry and version: equal where a command is repeated, whatever its ciphertext.</param>
/// <param name="Tags">The tags, each token once.</param>
/// <param name="Mood">16 bytes: the mood's token; empty where none is given.</param>
/// <param name="Terms">The blind search terms, 9 bytes each, one after the other.</param>
/// <param name="Fingerprint">32 bytes: a keyed hash of the text, to find duplicates by; empty where unknown.</param>
/// <param name="WordCount">
/// 4 bytes: how many words it has, sealed; zeros from an E2E client, of whose words the server knows nothing. Empty: not indexed yet.
/// </param>
/// <param name="Words">Words that the account's vocabulary did not have before.</param>
[GenerateSerializer, Immutable, Alias("ContentIndex")]
public sealed record ContentIndex(Bytes Digest, ValueList<SealedTag> Tags, Bytes Mood, Bytes Terms, Bytes Fingerprint,
    Bytes WordCount = default, ValueList<VocabularyWord> Words = default);

/// <summary>A word of the account's vocabulary, at its first use in a quarter.</summary>
/// <param name="Quarter">The year times 4, and 0 to 3 for the quarter; 0 for what is known of the account as a whole.</param>
/// <param name="Token">9 bytes: a keyed hash of the word, under the key of source and quarter.</param>
/// <param name="Terms">18 bytes: the search terms that the word has in a title and in a body; empty where it has none.</param>
/// <param name="SealedWord">The word, sealed by the edge.</param>
[GenerateSerializer, Immutable, Alias("VocabularyWord")]
public sealed record VocabularyWord(int Quarter, Bytes Token, Bytes Terms, Bytes SealedWord);

/// <summary>A content as it arrives: the body for the event, the capsule for the vault.</summary>
/// <param name="Capsule">The wrapped content key; it never enters an event.</param>
/// <param name="Body">The ciphertext with its header, bound to account, entry and version.</param>
/// <param name="Index">What may be known of it.</param>
[GenerateSerializer, Immutable, Alias("SealedDraft")]
public sealed record SealedDraft(Bytes Capsule, Bytes Body, ContentIndex Index);

/// <summary>What an entry that came from elsewhere is recognised by: keyed hashes under the server's key, of one account.</summary>
/// <param name="Item">16 bytes: of its id there, or of all that an archive has of it.</param>
/// <param name="Match">16 bytes: of its second and its text, which an archive and the platform itself have in common; or empty.</param>
/// <param name="Seen">16 bytes: of all that the platform showed, by which a change is seen; empty where an archive brought it.</param>
[GenerateSerializer, Immutable, Alias("EntryOrigin")]
public sealed record EntryOrigin(Bytes Item, Bytes Match, Bytes Seen);

/// <summary>Where an entry came from.</summary>
[Alias("EntrySource")]
public enum EntrySource
{
    /// <summary>Written here.</summary>
    Diary = 1,

    /// <summary>Pulled from Facebook.</summary>
    Facebook = 2,

    /// <summary>Brought by an archive.</summary>
    Import = 3,
}
