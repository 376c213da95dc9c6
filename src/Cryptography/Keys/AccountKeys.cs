namespace Diary.Cryptography;

/// <summary>
/// What hangs under one epoch of an account's master key (32 random bytes). The master key itself is kept only wrapped: by the
/// password's wrapping half, by each recovery code, by each session.
/// </summary>
public sealed class AccountKeys : IDisposable
{
    private AccountKeys(SymmetricKey masterKey)
    {
        CapsuleWrap = masterKey.Derive(Labels.Wrap);
        IdentityWrap = masterKey.Derive(Labels.Identity);
        IndexRootWrap = masterKey.Derive(Labels.IndexRoot);
        RetiringWrap = masterKey.Derive(Labels.Retiring);
    }

    /// <summary>Wraps the content key of every envelope: the wrap key of <see cref="ContentSealer"/>. "diary.v1.wrap".</summary>
    public SymmetricKey CapsuleWrap { get; }

    /// <summary>Wraps the account's X25519 private key. "diary.v1.identity".</summary>
    public SymmetricKey IdentityWrap { get; }

    /// <summary>Wraps the index root, which is random, so that a new epoch needs no new index. "diary.v1.index-root".</summary>
    public SymmetricKey IndexRootWrap { get; }

    /// <summary>Wraps the master key of the epoch before, while what that one wraps is wrapped anew. "diary.v1.retiring".</summary>
    public SymmetricKey RetiringWrap { get; }

    /// <summary>Derives all four. The master key stays the caller's to dispose.</summary>
    /// <exception cref="ObjectDisposedException">The master key is disposed.</exception>
    public static AccountKeys Of(SymmetricKey masterKey) => new(masterKey);

    /// <summary>Zeroes all four.</summary>
    public void Dispose()
    {
        CapsuleWrap.Dispose();
        IdentityWrap.Dispose();
        IndexRootWrap.Dispose();
        RetiringWrap.Dispose();
    }
}
