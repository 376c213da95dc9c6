namespace Diary.Cryptography;

/// <summary>The two halves of a password: one proves it, one opens the master key. Neither tells the other.</summary>
public sealed class PasswordKeys : IDisposable
{
    internal PasswordKeys(SymmetricKey authentication, SymmetricKey wrapping)
    {
        Authentication = authentication;
        Wrapping = wrapping;
    }

    /// <summary>The authentication half. Only its SHA-256 is stored.</summary>
    public SymmetricKey Authentication { get; }

    /// <summary>The wrapping half: wraps the master key, and is never stored.</summary>
    public SymmetricKey Wrapping { get; }

    /// <summary>What the server stores: SHA-256 of the authentication half, 32 bytes.</summary>
    public byte[] Verifier() => StoredVerifier.Of(Authentication);

    /// <summary>Whether the password is the one behind a stored verifier; compared in fixed time. Bytes that are no verifier do not match.</summary>
    public bool Matches(ReadOnlySpan<byte> storedVerifier) => StoredVerifier.Matches(Authentication, storedVerifier);

    /// <summary>Zeroes both halves.</summary>
    public void Dispose()
    {
        Authentication.Dispose();
        Wrapping.Dispose();
    }
}
