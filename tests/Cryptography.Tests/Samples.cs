using System.Text;

namespace Diary.Cryptography.Tests;

/// <summary>Fixed ids, keys and texts that tests share. Keys count upwards, so that no one takes them for real ones.</summary>
internal static class Samples
{
    public static readonly Guid Ada = Guid.Parse("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    public static readonly Guid Eve = Guid.Parse("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c");
    public static readonly Guid Entry = Guid.Parse("0190a1b2-c3d4-7e60-8a9b-000102030405");
    public static readonly Guid OtherEntry = Guid.Parse("0190a1b2-c3d4-7e60-8a9b-000102030406");
    public static readonly EnvelopeContext Context = new(Ada, Entry, 7);
    public static readonly byte[] Text = Encoding.UTF8.GetBytes("""{"title":"Morgen","body":"Nebel über dem See."}""");

    public static byte[] Count(int first, int length) => [.. Enumerable.Range(first, length).Select(i => (byte)i)];

    public static SymmetricKey Key(int first = 0) => SymmetricKey.Import(Count(first, 32));

    public static X25519PrivateKey PrivateKey() => X25519PrivateKey.Import(Count(64, 32));

    public static byte[] Flipped(byte[] bytes, int bit)
    {
        var copy = (byte[])bytes.Clone();
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }

    public static byte[] Hex(string hex) => Convert.FromHexString(hex);

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
