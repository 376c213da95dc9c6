using System.Numerics;

namespace Diary.Cryptography;

// plaintext | 0x80 | 0x00 … up to max(256, Padmé(plaintext + 1))
// Padmé: K. Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PETS 2019:
// a length keeps as many leading bits as its exponent has digits; at most 12 % more, and O(log log n) bits are told.

/// <summary>Hides most of a text's length.</summary>
public static class Padding
{
    /// <summary>The shortest padded length in bytes.</summary>
    public const int MinLength = 256;

    private const byte Mark = 0x80;

    /// <summary>The padded length of a plaintext of <paramref name="plaintextLength"/> bytes, the mark included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or over 1 GiB.</exception>
    public static int PaddedLength(int plaintextLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(plaintextLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plaintextLength, 1 << 30);
        return Math.Max(MinLength, Padme(plaintextLength + 1));
    }

    /// <summary>Whether some plaintext has this padded length.</summary>
    public static bool IsPaddedLength(int length) => length is >= MinLength and <= 1 << 30 && Padme(length) == length;

    /// <summary>The plaintext, the mark and the zeros.</summary>
    public static byte[] Pad(ReadOnlySpan<byte> plaintext)
    {
        var padded = new byte[PaddedLength(plaintext.Length)];
        Pad(plaintext, padded);
        return padded;
    }

    /// <summary>How many bytes of <paramref name="padded"/> are plaintext. <c>false</c> for whatever <see cref="Pad(ReadOnlySpan{byte})"/> would not have made.</summary>
    public static bool TryUnpad(ReadOnlySpan<byte> padded, out int plaintextLength)
    {
        plaintextLength = padded.LastIndexOfAnyExcept((byte)0);
        if (plaintextLength >= 0 && padded[plaintextLength] == Mark && PaddedLength(plaintextLength) == padded.Length)
        {
            return true;
        }

        plaintextLength = 0;
        return false;
    }

    internal static void Pad(ReadOnlySpan<byte> plaintext, Span<byte> padded)
    {
        plaintext.CopyTo(padded);
        padded[plaintext.Length] = Mark;
        padded[(plaintext.Length + 1)..].Clear();
    }

    private static int Padme(int length)
    {
        if (length < 2)
        {
            return length;
        }

        var exponent = BitOperations.Log2((uint)length);
        var kept = BitOperations.Log2((uint)exponent) + 1;
        var mask = (1 << (exponent - kept)) - 1;
        return (length + mask) & ~mask;
    }
}
