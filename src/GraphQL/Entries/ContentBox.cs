using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Search;
using Diary.Projections.Entries;

namespace Diary.GraphQL.Entries;

/// <summary>
/// Seals and opens UCE contents on the user's behalf: the one place where their text is plain. E2E contents pass through it as they are.
/// </summary>
public sealed class ContentBox(SealedVault vault)
{
    /// <summary>The most UTF-8 bytes that a content may have once it is JSON.</summary>
    public const int MaxLength = ContentSealer.MaxPlaintextLength;

    /// <summary>Seals a content for one version of one entry, with what is found in it.</summary>
    public SealedDraft Seal(UnlockedAccount account, EntryId entry, int version, ContentText text, IndexedText indexed)
    {
        var plaintext = text.Encode();
        var parts = ContentSealer.Seal(
            new EnvelopeContext(account.Id.Value, entry.Value, version), account.CapsuleWrap, account.Epoch, plaintext);
        var index = new ContentIndex(
            new Bytes(account.Index.RepeatDigest(entry.Value, version, plaintext)),
            Tags(account.Index, account.Id, text.Tags ?? []),
            text.Mood is { } mood ? new Bytes(account.Index.MoodToken(mood)) : Bytes.Empty,
            indexed.Terms,
            new Bytes(account.Index.Fingerprint(text.Body)),
            indexed.WordCount,
            indexed.Words);
        CryptographicOperations.ZeroMemory(plaintext);
        return new SealedDraft(vault.SealCapsule(account.Id, entry, version, parts.Capsule), new Bytes(parts.Body), index);
    }

    /// <summary>Takes what an E2E client sealed, which <see cref="SealedChecks"/> found sound, for one version of one entry.</summary>
    public SealedDraft Keep(AccountId account, EntryId entry, int version, SealedContentInput content)
    {
        if (!Envelope.TrySplit(content.Envelope, out var capsule, out var body))
        {
            throw new ArgumentException("The envelope was not checked.", nameof(content));
        }

        return new SealedDraft(vault.SealCapsule(account, entry, version, capsule), new Bytes(body.ToArray()), SealedIndex.Of(content));
    }

    /// <summary>A content as the account's tier shows it.</summary>
    /// <exception cref="CryptographicException">It is not what was sealed for this place.</exception>
    public ShownContent Show(UnlockedAccount account, EntryId entry, int sealedAt, ContentRow row)
    {
        if (account.Tier == Tier.E2E)
        {
            var envelope = Envelope.Join(Capsule(account.Id, entry, sealedAt, row), row.Body.Span);
            return new SealedContent(envelope, sealedAt, SuiteOf(row) is EnvelopeSuite.Client, SHA256.HashData(envelope));
        }

        var text = Open(account, entry, sealedAt, row);
        return new PlainContent(text.Title, text.Body, text.Mood, text.Location, text.Weather);
    }

    /// <summary>Opens a UCE content, whether the edge sealed it or the server while nobody was signed in.</summary>
    /// <exception cref="CryptographicException">It is not what was sealed for this place.</exception>
    public ContentText Open(UnlockedAccount account, EntryId entry, int sealedAt, ContentRow row) =>
        TryOpen(account, entry, sealedAt, row, out var text) ? text : throw new CryptographicException("A content does not open.");

    /// <summary>Opens a UCE content; false where it is not what was sealed for this place, or where its key is not open.</summary>
    public bool TryOpen(
        UnlockedAccount account, EntryId entry, int sealedAt, ContentRow row, [NotNullWhen(true)] out ContentText? text)
    {
        text = null;
        var context = new EnvelopeContext(account.Id.Value, entry.Value, sealedAt);
        var capsule = Capsule(account.Id, entry, sealedAt, row);
        byte[]? plaintext = null;
        if (!CapsuleHeader.TryRead(capsule, out var header)
            || !(header.Suite is EnvelopeSuite.Server
                ? PublicContentSealer.TryOpen(context, account.Identity, capsule, row.Body.Span, out plaintext, out _)
                : account.CapsuleWrapOf(header.KeyEpoch) is { } wrap
                    && ContentSealer.TryOpen(context, wrap, capsule, row.Body.Span, out plaintext)))
        {
            return false;
        }

        text = ContentText.Decode(plaintext);
        CryptographicOperations.ZeroMemory(plaintext);
        return true;
    }

    /// <summary>The epoch of the master key that opens a content; 0 for what another key opens.</summary>
    public ushort EpochOf(AccountId account, EntryId entry, int sealedAt, ContentRow row) =>
        CapsuleHeader.TryRead(Capsule(account, entry, sealedAt, row), out var header) && header.Suite is EnvelopeSuite.Uce
            ? header.KeyEpoch : (ushort)0;

    /// <summary>A tag as the account's tier shows it: by its name, or by what the client sealed; one of the system's by its name.</summary>
    /// <exception cref="CryptographicException">It was sealed for another account or tag.</exception>
    public static TagNode Tag(UnlockedAccount account, Bytes token, Bytes sealedName, int? entryCount = null) =>
        AutoTag.Find(token) is { } auto ? new TagNode(token, auto.Name, null, entryCount)
            : account.Tier == Tier.E2E ? new TagNode(token, null, sealedName, entryCount)
            : SealedName.TryOpen(account.Index.TagNameKey, account.Id.Value, token.Span, sealedName.Span, out var name)
                ? new TagNode(token, name, null, entryCount)
                : throw new CryptographicException("A tag's name does not open.");

    private static EnvelopeSuite SuiteOf(ContentRow row) =>
        EnvelopeHeader.TryRead(row.Body.Span, out var header) ? header.Suite : EnvelopeSuite.None;

    private byte[] Capsule(AccountId account, EntryId entry, int sealedAt, ContentRow row) =>
        vault.OpenCapsule(account, entry, sealedAt, row.CapsuleRecord) ?? throw new CryptographicException("A capsule does not open.");

    /// <summary>Tags as they are kept: each once, by its token, with its name sealed beside it.</summary>
    internal static ValueList<SealedTag> Tags(BlindIndex index, AccountId account, IReadOnlyList<string> names) => ValueList.From(
        names.Select(n => (Name: n, Token: new Bytes(index.TagToken(n)))).DistinctBy(t => t.Token)
            .Select(t => new SealedTag(t.Token, new Bytes(SealedName.Seal(index.TagNameKey, account.Value, t.Token.Span, t.Name)))));
}
