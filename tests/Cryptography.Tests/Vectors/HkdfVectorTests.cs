using System.Globalization;

namespace Diary.Cryptography.Tests.Vectors;

/// <summary>RFC 5869, appendix A.1 to A.3: the test cases with SHA-256.</summary>
public sealed class HkdfVectorTests
{
    [Fact]
    public void Case_1_is_basic() => Verify(
        Repeat(0x0b, 22),
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");

    [Fact]
    public void Case_2_has_long_inputs_and_outputs() => Verify(
        Samples.Hex(Samples.Count(0x00, 80)),
        Samples.Hex(Samples.Count(0x60, 80)),
        Samples.Hex(Samples.Count(0xb0, 80)),
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
        + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");

    [Fact]
    public void Case_3_has_neither_salt_nor_info() => Verify(
        Repeat(0x0b, 22),
        "",
        "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");

    private static string Repeat(byte value, int count) =>
        string.Concat(Enumerable.Repeat(value.ToString("x2", CultureInfo.InvariantCulture), count));

    private static void Verify(string key, string salt, string info, string expected)
    {
        var output = new byte[expected.Length / 2];
        Hkdf.Derive(Samples.Hex(key), Samples.Hex(info), output, Samples.Hex(salt));
        Assert.Equal(expected, Samples.Hex(output));
    }
}
