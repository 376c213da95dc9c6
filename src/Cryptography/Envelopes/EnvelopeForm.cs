using System.Text.Unicode;

namespace Diary.Cryptography;

/// <summary>What is wrong with the form of an envelope that a client sent.</summary>
public enum EnvelopeFlaw
{
    /// <summary>Nothing: it has the form of a sealed content. What it holds, only the client can know.</summary>
    None,

    /// <summary>It is no envelope of version 1, or over 1 MiB, or its length is no padded length.</summary>
    Malformed,

    /// <summary>It is of a suite that clients may not send.</summary>
    Suite,

    /// <summary>It names another account, entry or version than it is sent for.</summary>
    Context,

    /// <summary>Its HPKE point is of low order.</summary>
    LowOrderPoint,

    /// <summary>What should be ciphertext reads as UTF-8, or is far from evenly spread: the client forgot to encrypt.</summary>
    NotEncrypted,
}

/// <summary>The server's look at an envelope that it cannot open.</summary>
public static class EnvelopeForm
{
    // Pearson's statistic over 256 byte values has a mean of 255 and a deviation of 23 where bytes are random.
    private const double MaxChiSquare = 450;

    /// <summary>Looks at an envelope of an E2E client.</summary>
    /// <param name="envelope">length of capsule (2) | capsule | body, as it was sent.</param>
    /// <param name="expected">The account that sends it, the entry, and the version that comes next.</param>
    public static EnvelopeFlaw Inspect(ReadOnlySpan<byte> envelope, EnvelopeContext expected)
    {
        if (!Envelope.TrySplit(envelope, out var capsule, out var body) || !EnvelopeHeader.TryRead(body, out var header))
        {
            return EnvelopeFlaw.Malformed;
        }

        if (header.Suite is not EnvelopeSuite.Client)
        {
            return EnvelopeFlaw.Suite;
        }

        if (header.Context != expected)
        {
            return EnvelopeFlaw.Context;
        }

        if (!X25519PublicKey.TryImport(capsule.Slice(CapsuleHeader.Length, X25519PublicKey.Size), out _))
        {
            return EnvelopeFlaw.LowOrderPoint;
        }

        return LooksSealed(body[EnvelopeHeader.Length..^Aead.TagSize]) ? EnvelopeFlaw.None : EnvelopeFlaw.NotEncrypted;
    }

    /// <summary>Whether bytes look like ciphertext: no UTF-8, and from 256 bytes on a chi-square over byte values of at most 450.</summary>
    public static bool LooksSealed(ReadOnlySpan<byte> ciphertext) =>
        !Utf8.IsValid(ciphertext) && (ciphertext.Length < 256 || ChiSquare(ciphertext) <= MaxChiSquare);

    private static double ChiSquare(ReadOnlySpan<byte> bytes)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var b in bytes)
        {
            counts[b]++;
        }

        var expected = bytes.Length / 256.0;
        var sum = 0.0;
        foreach (var count in counts)
        {
            sum += (count - expected) * (count - expected) / expected;
        }

        return sum;
    }
}
