using Diary.Cryptography;

namespace Diary.Silo.Tests.Vault;

/// <summary>Vault keys of one repeated byte.</summary>
internal static class SampleKeys
{
    /// <summary>As it stands in a file.</summary>
    public static string Line(byte key) => Convert.ToBase64String(Enumerable.Repeat(key, 32).ToArray());

    public static uint Id(byte key) => VaultKeyRing.IdOf(Key(key));

    public static SymmetricKey Key(byte key) => SymmetricKey.Import(Enumerable.Repeat(key, 32).ToArray());
}
