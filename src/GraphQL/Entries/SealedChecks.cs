using System.Globalization;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Problems;

namespace Diary.GraphQL.Entries;

/// <summary>The form of what an E2E client sealed. Whether it opens, only the client can know.</summary>
internal static class SealedChecks
{
    /// <summary>The bytes of a search token.</summary>
    public const int SearchTokenSize = 9;

    /// <summary>
    /// The most search tokens of one content: twice the words that differ in the longest English text that fits, and a third of what
    /// PostgreSQL keeps of a row's.
    /// </summary>
    public const int MostSearchTokens = 30_000;

    private const string Sealed = "input.content.sealed";
    private const int FingerprintSize = 32;
    private const int MostTags = 100;

    /// <summary>Refuses what is not of the form.</summary>
    /// <param name="content">What was sent.</param>
    /// <param name="account">Who sent it.</param>
    /// <param name="entry">For which entry; null where its id is none, which is refused elsewhere.</param>
    /// <param name="version">The version that it would make.</param>
    /// <param name="problems">Where refusals go.</param>
    public static void Check(SealedContentInput content, AccountId account, EntryId? entry, int version, List<IProblem> problems)
    {
        if (entry is { } id)
        {
            var expected = new EnvelopeContext(account.Value, id.Value, version);
            if (Flaw(content.Envelope, expected) is { } flaw)
            {
                Text.Refuse(problems, $"{Sealed}.envelope", flaw);
            }
        }

        CheckTags(problems, content.Tags ?? []);
        CheckTokens(problems, content.SearchTokens ?? []);
        if (content.Fingerprint is { Length: not FingerprintSize })
        {
            Text.Refuse(problems, $"{Sealed}.fingerprint", $"must have {FingerprintSize} bytes.");
        }
    }

    private static string? Flaw(byte[] envelope, EnvelopeContext expected) => EnvelopeForm.Inspect(envelope, expected) switch
    {
        EnvelopeFlaw.None => null,
        EnvelopeFlaw.Malformed => string.Create(CultureInfo.InvariantCulture,
            $"is no envelope of version 1: it must be the capsule's length in 2 bytes, a capsule of {CapsuleHeader.HpkeLength} bytes, and "
            + $"a body: 72 bytes of header, a ciphertext of a padded length (256 or more) and a tag of 16 bytes, at most "
            + $"{EnvelopeHeader.MaxBodyLength} bytes in all. It has {envelope.Length} bytes."),
        EnvelopeFlaw.Suite => "is of a suite that only the server seals: a client's envelope is of suite 2, in capsule and body.",
        EnvelopeFlaw.Context => string.Create(CultureInfo.InvariantCulture,
            $"is bound to another account, entry or version: it must be bound to account {expected.AccountId}, entry {expected.EntryId} "
            + $"and version {expected.Version}, which is the one that it makes."),
        EnvelopeFlaw.LowOrderPoint =>
            "has a capsule whose HPKE point is of low order: each envelope needs a fresh X25519 pair, whose public key is that point.",
        EnvelopeFlaw.NotEncrypted =>
            "was never encrypted: what stands for the ciphertext reads as text, or its bytes are far from evenly spread.",
        var other => throw new InvalidOperationException($"{other} has no words."),
    };

    private static void CheckTags(List<IProblem> problems, IReadOnlyList<SealedTagInput> tags)
    {
        if (tags.Count > MostTags)
        {
            Text.Refuse(problems, $"{Sealed}.tags", $"may name at most {MostTags} tags.");
            return;
        }

        var seen = new HashSet<Bytes>(tags.Count);
        for (var i = 0; i < tags.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"{Sealed}.tags.{i}");
            if (tags[i].Token.Length != BlindIndex.TokenSize)
            {
                Text.Refuse(problems, $"{field}.token", $"must have {BlindIndex.TokenSize} bytes.");
            }
            else if (!seen.Add(new Bytes(tags[i].Token)))
            {
                Text.Refuse(problems, $"{field}.token", "is that of an earlier tag: each may be there once.");
            }
            else if (AutoTag.Find(new Bytes(tags[i].Token)) is not null)
            {
                Text.Refuse(problems, $"{field}.token", "is that of a tag that only the system sets.");
            }

            if (!SealedName.HasForm(tags[i].SealedName))
            {
                Text.Refuse(problems, $"{field}.sealedName", "is no sealed name of version 1: it must be 0x01, a nonce of 12 bytes, "
                    + "a ciphertext of 32 to 1024 bytes in steps of 32, and a tag of 16 bytes.");
            }
        }
    }

    private static void CheckTokens(List<IProblem> problems, IReadOnlyList<byte[]> tokens)
    {
        const string field = $"{Sealed}.searchTokens";
        if (tokens.Count > MostSearchTokens)
        {
            Text.Refuse(problems, field, $"may have at most {MostSearchTokens} tokens.");
            return;
        }

        var seen = new HashSet<Bytes>(tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Length != SearchTokenSize || !seen.Add(new Bytes(tokens[i])))
            {
                Text.Refuse(problems, string.Create(CultureInfo.InvariantCulture, $"{field}.{i}"),
                    $"must have {SearchTokenSize} bytes and may be there once.");
                return;
            }
        }
    }
}
