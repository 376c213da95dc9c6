using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Keys;
using Diary.Projections.Entries;

namespace Diary.GraphQL.Entries;

/// <summary>Seals and opens UCE contents on the user's behalf: the one place where their text is plain.</summary>
public sealed class ContentBox(SealedVault vault)
{
    /// <summary>The most UTF-8 bytes that a content may have once it is JSON.</summary>
    public const int MaxLength = ContentSealer.MaxPlaintextLength;

    /// <summary>Seals a content for one version of one entry.</summary>
    public SealedDraft Seal(UnlockedAccount account, EntryId entry, int version, ContentText text)
    {
        var plaintext = text.Encode();
        var parts = ContentSealer.Seal(
            new EnvelopeContext(account.Id.Value, entry.Value, version), account.CapsuleWrap, account.Epoch, plaintext);
        var index = new ContentIndex(
            new Bytes(account.Index.RepeatDigest(entry.Value, version, plaintext)),
            Tags(account, text.Tags ?? []),
            text.Mood is { } mood ? new Bytes(account.Index.MoodToken(mood)) : Bytes.Empty,
            Terms: Bytes.Empty,
            new Bytes(account.Index.Fingerprint(text.Body)));
        CryptographicOperations.ZeroMemory(plaintext);
        return new SealedDraft(vault.SealCapsule(account.Id, entry, version, parts.Capsule), new Bytes(parts.Body), index);
    }

    /// <summary>Opens a content.</summary>
    /// <exception cref="CryptographicException">It is not what was sealed for this place.</exception>
    public ContentText Open(UnlockedAccount account, EntryId entry, int sealedAt, ContentRow row)
    {
        var context = new EnvelopeContext(account.Id.Value, entry.Value, sealedAt);
        if (vault.OpenCapsule(account.Id, entry, sealedAt, row.CapsuleRecord) is not { } capsule
            || !ContentSealer.TryOpen(context, account.CapsuleWrap, capsule, row.Body.Span, out var plaintext))
        {
            throw new CryptographicException("A content does not open.");
        }

        var text = ContentText.Decode(plaintext);
        CryptographicOperations.ZeroMemory(plaintext);
        return text;
    }

    /// <summary>The name of a tag.</summary>
    /// <exception cref="CryptographicException">It was sealed for another account or tag.</exception>
    public static string Name(UnlockedAccount account, Bytes token, Bytes sealedName) =>
        SealedName.TryOpen(account.Index.TagNameKey, account.Id.Value, token.Span, sealedName.Span, out var name) ? name
            : throw new CryptographicException("A tag's name does not open.");

    private static ValueList<SealedTag> Tags(UnlockedAccount account, IReadOnlyList<string> names) => ValueList.From(
        names.Select(n => (Name: n, Token: new Bytes(account.Index.TagToken(n)))).DistinctBy(t => t.Token)
            .Select(t =>
                new SealedTag(t.Token, new Bytes(SealedName.Seal(account.Index.TagNameKey, account.Id.Value, t.Token.Span, t.Name)))));
}
