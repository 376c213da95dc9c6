using System.Buffers.Binary;
using System.Text;

namespace Diary.Cryptography;

/// <summary>What a wrapped key is for. The first part of its AAD, so that one wrap never passes for another.</summary>
public static class WrapPurpose
{
    /// <summary>The master key under the wrapping half of a password; bound to the epoch.</summary>
    public const string Password = "diary.v1.wrap.password";

    /// <summary>The master key under a recovery code; bound to the code's id.</summary>
    public const string Recovery = "diary.v1.wrap.recovery";

    /// <summary>The master key under a session's unlock key; bound to the session's id.</summary>
    public const string Session = "diary.v1.wrap.session";

    /// <summary>The account's X25519 private key under <see cref="AccountKeys.IdentityWrap"/>; bound to the epoch.</summary>
    public const string Identity = "diary.v1.wrap.identity";

    /// <summary>The index root under <see cref="AccountKeys.IndexRootWrap"/>; bound to the epoch.</summary>
    public const string IndexRoot = "diary.v1.wrap.index-root";

    /// <summary>The master key of the epoch before under <see cref="AccountKeys.RetiringWrap"/>; bound to the new epoch.</summary>
    public const string Retiring = "diary.v1.wrap.retiring";
}

/// <summary>The AAD of a wrapped key: purpose (ASCII) | account id (16) | session or code id (16), or epoch (4, big-endian).</summary>
public static class WrapAad
{
    /// <summary>Binds a wrap to a session or a recovery code.</summary>
    /// <exception cref="ArgumentException">The purpose is empty or not ASCII.</exception>
    public static byte[] For(string purpose, Guid accountId, Guid sessionOrCodeId)
    {
        var aad = Start(purpose, accountId, GuidBytes.Size);
        sessionOrCodeId.WriteTo(aad.AsSpan(^GuidBytes.Size..));
        return aad;
    }

    /// <summary>Binds a wrap to an epoch of the master key.</summary>
    /// <exception cref="ArgumentException">The purpose is empty or not ASCII, or the epoch negative.</exception>
    public static byte[] For(string purpose, Guid accountId, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        var aad = Start(purpose, accountId, sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(aad.AsSpan(^sizeof(int)..), epoch);
        return aad;
    }

    private static byte[] Start(string purpose, Guid accountId, int rest)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        if (!Ascii.IsValid(purpose))
        {
            throw new ArgumentException("A purpose is ASCII.", nameof(purpose));
        }

        var aad = new byte[purpose.Length + GuidBytes.Size + rest];
        Encoding.ASCII.GetBytes(purpose, aad);
        accountId.WriteTo(aad.AsSpan(purpose.Length, GuidBytes.Size));
        return aad;
    }
}
