using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Diary.Cryptography;

// 128 random bits | the first 12 bits of their SHA-256, as 28 characters of Crockford's base 32 in seven groups of four
// verifier = HKDF(the 16 bytes, "diary.v1.recovery.auth", 32, salt = account id); wrapping key the same, "diary.v1.recovery.wrap"
// The check catches a slip of the pen (4,095 of 4,096), nothing else. 128 bits need no slow hash.

/// <summary>A code that gets its owner back in without the password. Spent once; the server keeps only SHA-256 of the verifier.</summary>
public sealed class RecoveryCode : IDisposable
{
    /// <summary>The characters of a printed code, hyphens included.</summary>
    public const int PrintedLength = Characters + Groups - 1;

    private const int SecretSize = 16;
    private const int Characters = 28;
    private const int Groups = 7;
    private const int BitsPerCharacter = 5;

    private readonly byte[] secret = GC.AllocateUninitializedArray<byte>(SecretSize, pinned: true);
    private readonly Lock gate = new();
    private bool disposed;

    private RecoveryCode(ReadOnlySpan<byte> source) => source.CopyTo(secret);

    /// <summary>A fresh code from the system's random generator.</summary>
    public static RecoveryCode Generate()
    {
        using var bytes = new Scratch(stackalloc byte[SecretSize]);
        RandomNumberGenerator.Fill(bytes.Bytes);
        return new RecoveryCode(bytes.Bytes);
    }

    /// <summary>
    /// Reads a code as people type it: any case, white space and hyphens anywhere, O as 0, I and L as 1. <c>false</c> for another length,
    /// another character or a wrong check.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out RecoveryCode? code)
    {
        code = null;
        using var coded = new Scratch(stackalloc byte[SecretSize + 2]);
        var count = 0;
        foreach (var c in text)
        {
            if (c == '-' || char.IsWhiteSpace(c))
            {
                continue;
            }

            var value = Crockford.Decode(c);
            if (value < 0 || count == Characters)
            {
                return false;
            }

            WriteBits(coded.Bytes, count++, value);
        }

        using var check = new Scratch(stackalloc byte[2]);
        WriteCheck(coded.Bytes[..SecretSize], check.Bytes);
        if (count == Characters && CryptographicOperations.FixedTimeEquals(check.Bytes, coded.Bytes[SecretSize..]))
        {
            code = new RecoveryCode(coded.Bytes[..SecretSize]);
        }

        return code is not null;
    }

    /// <summary>The code to be shown once: seven groups of four, upper case, hyphens between.</summary>
    /// <exception cref="ObjectDisposedException">The code is disposed.</exception>
    public string Print()
    {
        using var coded = new Scratch(stackalloc byte[SecretSize + 2]);
        CopyTo(coded.Bytes);
        WriteCheck(coded.Bytes[..SecretSize], coded.Bytes[SecretSize..]);
        Span<char> text = stackalloc char[PrintedLength];
        for (var i = 0; i < Characters; i++)
        {
            text[i + (i / 4)] = Crockford.Encode(ReadBits(coded.Bytes, i));
            if (i % 4 == 3 && i < Characters - 1)
            {
                text[i + (i / 4) + 1] = '-';
            }
        }

        var printed = text.ToString();
        text.Clear();
        return printed;
    }

    /// <summary>What is presented for an account: HKDF of the code with the account's id as the salt. Stored as <see cref="StoredVerifier.Of"/>.</summary>
    public SymmetricKey Verifier(Guid accountId) => Derive(Labels.RecoveryAuthentication, accountId);

    /// <summary>What wraps the account's master key.</summary>
    public SymmetricKey WrappingKey(Guid accountId) => Derive(Labels.RecoveryWrapping, accountId);

    /// <summary>Whether this is the account's code behind a stored verifier; compared in fixed time.</summary>
    public bool Matches(Guid accountId, ReadOnlySpan<byte> storedVerifier)
    {
        using var verifier = Verifier(accountId);
        return StoredVerifier.Matches(verifier, storedVerifier);
    }

    /// <summary>Zeroes the secret. Every later use throws.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The type's name and nothing of the code.</summary>
    public override string ToString() => nameof(RecoveryCode);

    private SymmetricKey Derive(ReadOnlySpan<byte> label, Guid accountId)
    {
        using var copy = new Scratch(stackalloc byte[SecretSize]);
        CopyTo(copy.Bytes);
        Span<byte> salt = stackalloc byte[GuidBytes.Size];
        accountId.WriteTo(salt);
        return SymmetricKey.Derive(copy.Bytes, label, salt);
    }

    private void CopyTo(Span<byte> destination)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            secret.CopyTo(destination);
        }
    }

    // The 12 bits, left-aligned in two bytes: the last four bits of the 18 bytes are no part of the code.
    private static void WriteCheck(ReadOnlySpan<byte> secret, Span<byte> check)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, hash);
        check[0] = hash[0];
        check[1] = (byte)(hash[1] & 0xF0);
    }

    private static void WriteBits(Span<byte> coded, int index, int value)
    {
        for (var bit = 0; bit < BitsPerCharacter; bit++)
        {
            var position = (index * BitsPerCharacter) + bit;
            var set = (value >> (BitsPerCharacter - 1 - bit)) & 1;
            coded[position / 8] = (byte)(coded[position / 8] | (set << (7 - (position % 8))));
        }
    }

    private static int ReadBits(ReadOnlySpan<byte> coded, int index)
    {
        var value = 0;
        for (var bit = 0; bit < BitsPerCharacter; bit++)
        {
            var position = (index * BitsPerCharacter) + bit;
            value = (value << 1) | ((coded[position / 8] >> (7 - (position % 8))) & 1);
        }

        return value;
    }
}
