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
[GenerateSerializer, Immutable, Alias("ContentIndex")]
public sealed record ContentIndex(Bytes Digest, ValueList<SealedTag> Tags, Bytes Mood, Bytes Terms, Bytes Fingerprint);

/// <summary>A content as it arrives: the body for the event, the capsule for the vault.</summary>
/// <param name="Capsule">The wrapped content key; it never enters an event.</param>
/// <param name="Body">The ciphertext with its header, bound to account, entry and version.</param>
/// <param name="Index">What may be known of it.</param>
[GenerateSerializer, Immutable, Alias("SealedDraft")]
public sealed record SealedDraft(Bytes Capsule, Bytes Body, ContentIndex Index);

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
