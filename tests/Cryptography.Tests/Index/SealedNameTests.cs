using System.Text;
using CsCheck;

namespace Diary.Cryptography.Tests.Index;

public sealed class SealedNameTests : IDisposable
{
    private static readonly byte[] Token = Samples.Count(0, 16);
    private readonly SymmetricKey key = Samples.Key();

    public void Dispose() => key.Dispose();

    [Fact]
    public void A_name_comes_back_as_it_was_written() =>
        Gen.String[0, 300].Sample(name =>
            SealedName.TryOpen(key, Samples.Ada, Token, SealedName.Seal(key, Samples.Ada, Token, name), out var opened)
            && string.Equals(opened, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)), StringComparison.Ordinal));

    [Theory]
    [InlineData(0, 61)]
    [InlineData(31, 61)]
    [InlineData(32, 93)]
    [InlineData(SealedName.MaxNameBytes, 1053)]
    public void A_size_tells_little(int length, int sealedLength) =>
        Assert.Equal(sealedLength, SealedName.Seal(key, Samples.Ada, Token, new string('x', length)).Length);

    [Fact]
    public void A_longer_name_is_refused() =>
        Assert.Throws<ArgumentException>(() => SealedName.Seal(key, Samples.Ada, Token, new string('x', 1024)));

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(SealedName.MaxNameBytes)]
    public void Every_sealed_name_has_the_form_and_no_other_length_or_version_has(int length)
    {
        var name = SealedName.Seal(key, Samples.Ada, Token, new string('x', length));
        Assert.True(SealedName.HasForm(name));
        Assert.False(SealedName.HasForm(name.AsSpan(1)));
        Assert.False(SealedName.HasForm([.. name, 0]));
        Assert.False(SealedName.HasForm([2, .. name.AsSpan(1)]));
        Assert.False(SealedName.HasForm([.. name, .. new byte[1024]]));
    }

    [Fact]
    public void What_was_never_encrypted_has_not_the_form_of_a_name() =>
        Assert.False(SealedName.HasForm([1, .. Samples.Count(200, 12), .. Encoding.UTF8.GetBytes(new string('x', 32)), .. Token]));

    [Fact]
    public void A_flipped_bit_another_token_account_or_key_opens_nothing()
    {
        using var other = Samples.Key(1);
        var name = SealedName.Seal(key, Samples.Ada, Token, "Garten");
        Assert.False(SealedName.TryOpen(other, Samples.Ada, Token, name, out _));
        Assert.False(SealedName.TryOpen(key, Samples.Eve, Token, name, out _));
        Assert.False(SealedName.TryOpen(key, Samples.Ada, Samples.Count(1, 16), name, out _));
        Assert.False(SealedName.TryOpen(key, Samples.Ada, [.. Token, 0], name, out _));
        for (var bit = 0; bit < name.Length * 8; bit++)
        {
            Assert.False(SealedName.TryOpen(key, Samples.Ada, Token, Samples.Flipped(name, bit), out _), $"bit {bit}");
        }
    }
}
