using System.Buffers.Binary;
using System.Security.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;

namespace Diary.GraphQL.Entries;

// digest = SHA-256 of: length (4) | envelope | number of tags (4) | for each: length (4) | token | length (4) | sealed name
//   | length (4) | search tokens, one after the other | length (4) | fingerprint; integers big-endian

/// <summary>What the server may know of an E2E content: what the client sent with it.</summary>
internal static class SealedIndex
{
    private static readonly Bytes NotCounted = new(new byte[4]);

    /// <summary>
    /// The index of a content that was found sound. Its digest covers every byte that was sent: the same request again is recognised,
    /// and the same text sealed afresh is another content. It confirms no guess of the text, for it hashes only ciphertext and tokens.
    /// </summary>
    public static ContentIndex Of(SealedContentInput content)
    {
        var terms = Packed(content.SearchTokens ?? []);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(digest, content.Envelope);
        Add(digest, content.Tags?.Count ?? 0);
        foreach (var tag in content.Tags ?? [])
        {
            Add(digest, tag.Token);
            Add(digest, tag.SealedName);
        }

        Add(digest, terms);
        Add(digest, content.Fingerprint ?? []);
        return new ContentIndex(
            new Bytes(digest.GetHashAndReset()),
            ValueList.From((content.Tags ?? []).Select(t => new SealedTag(new Bytes(t.Token), new Bytes(t.SealedName)))),
            Mood: Bytes.Empty,
            new Bytes(terms),
            new Bytes(content.Fingerprint ?? []),
            WordCount: NotCounted);
    }

    private static byte[] Packed(IReadOnlyList<byte[]> tokens)
    {
        var packed = new byte[tokens.Count * SealedChecks.SearchTokenSize];
        for (var i = 0; i < tokens.Count; i++)
        {
            tokens[i].CopyTo(packed.AsSpan(i * SealedChecks.SearchTokenSize));
        }

        return packed;
    }

    private static void Add(IncrementalHash digest, byte[] bytes)
    {
        Add(digest, bytes.Length);
        digest.AppendData(bytes);
    }

    private static void Add(IncrementalHash digest, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        digest.AppendData(bytes);
    }
}
