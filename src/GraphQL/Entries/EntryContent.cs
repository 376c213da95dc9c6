using System.ComponentModel;
using GraphQL.Types;

namespace Diary.GraphQL.Entries;

/// <summary>A content as the owner's tier shows it.</summary>
public abstract record ShownContent
{
    private protected ShownContent() { }
}

/// <summary>UCE content, decrypted for this request.</summary>
[Description("UCE content, decrypted for this request.")]
public sealed record PlainContent(string? Title, string Body, string? Mood, Location? Location, Weather? Weather) : ShownContent;

/// <summary>E2E content as it lies: what the client sent.</summary>
[Description("E2E content: what the client sealed, byte for byte. See sealed-formats.md.")]
public sealed record SealedContent(
    byte[] Envelope,
    [property: Description("The version that the envelope is bound to: an older one where a revision was restored.")]
    int SealedAtVersion,
    [property: Description("False for what the server sealed to the account's public key, such as an import: "
        + "only the client's own writing is authenticated.")]
    bool Authenticated,
    [property: Description("SHA-256 of the envelope, for integrity and caching.")]
    byte[] Sha256) : ShownContent;

/// <summary>What an entry holds: one member a tier.</summary>
public sealed class EntryContent : UnionGraphType
{
    /// <summary>The union of what can be served.</summary>
    public EntryContent()
    {
        Type<AutoRegisteringObjectGraphType<PlainContent>>();
        Type<AutoRegisteringObjectGraphType<SealedContent>>();
    }
}
