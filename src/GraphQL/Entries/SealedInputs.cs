using System.ComponentModel;
using GraphQL;

namespace Diary.GraphQL.Entries;

/// <summary>A content that an E2E client sealed.</summary>
public sealed class SealedContentInput
{
    /// <summary>Of suite 2, bound to the account, the entry and the version that this makes.</summary>
    public required byte[] Envelope { get; init; }

    /// <summary>At most 100, each token once.</summary>
    [DefaultAstValue("[]")]
    public IReadOnlyList<SealedTagInput>? Tags { get; init; }

    /// <summary>At most 30,000 of 9 bytes, each once.</summary>
    [DefaultAstValue("[]"), Description("For blind search, if the client wants it: a set of keyed hashes.")]
    public IReadOnlyList<byte[]>? SearchTokens { get; init; }

    /// <summary>32 bytes.</summary>
    [Description("A keyed hash of the text, for finding duplicates.")]
    public byte[]? Fingerprint { get; init; }
}

/// <summary>A tag that an E2E client made.</summary>
public sealed class SealedTagInput
{
    /// <summary>16 bytes.</summary>
    public required byte[] Token { get; init; }

    /// <summary>Of the form that sealed-formats gives names; at most 1,023 bytes of text.</summary>
    public required byte[] SealedName { get; init; }
}
