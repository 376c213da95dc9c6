using CsCheck;

namespace Diary.Cryptography.Tests.Media;

public sealed class SealedMediaFactsTests : IDisposable
{
    private static readonly Guid Account = new("0195a1b0-0000-7000-8000-000000000001");
    private static readonly Guid File = new("0195a1b0-0000-7000-8000-000000000009");

    private readonly SymmetricKey _key = SymmetricKey.Import([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public void What_was_sealed_opens(int length)
    {
        var facts = new byte[length];
        var box = SealedMediaFacts.Seal(_key, Account, File, facts);
        Assert.Equal(length + SealedMediaFacts.Overhead, box.Length);
        Assert.True(SealedMediaFacts.TryOpen(_key, Account, File, box, out var opened));
        Assert.Equal(facts, opened);
        Assert.NotEqual(box, SealedMediaFacts.Seal(_key, Account, File, facts));
    }

    [Fact]
    public void Nothing_opens_under_another_key_account_or_file_or_changed()
    {
        var box = SealedMediaFacts.Seal(_key, Account, File, "name"u8);
        using var other = SymmetricKey.Generate();
        Assert.False(SealedMediaFacts.TryOpen(other, Account, File, box, out _));
        Assert.False(SealedMediaFacts.TryOpen(_key, File, File, box, out _));
        Assert.False(SealedMediaFacts.TryOpen(_key, Account, Account, box, out _));
        Assert.False(SealedMediaFacts.TryOpen(_key, Account, File, [], out _));
        Gen.Int[0, (box.Length * 8) - 1].Sample(bit =>
        {
            var changed = box.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            return !SealedMediaFacts.TryOpen(_key, Account, File, changed, out _);
        });
    }

    [Fact]
    public void A_client_s_file_is_known_by_its_header_and_length()
    {
        byte[] Sealed(int length, EnvelopeSuite suite)
        {
            using var output = new MemoryStream();
            using var sealing = new MediaSealingStream(output, Account, File, _key, suite);
            sealing.Write(new byte[length]);
            sealing.Complete();
            return output.ToArray();
        }

        foreach (var length in (int[])[0, 1, 65_536, 65_537, 200_000])
        {
            var file = Sealed(length, EnvelopeSuite.Client);
            Assert.True(MediaHeader.HasForm(file, Account, File, file.Length));
            Assert.True(MediaHeader.HasForm(file.AsSpan(0, MediaHeader.Length), Account, File, file.Length));
            Assert.False(MediaHeader.HasForm(file, File, File, file.Length));
            Assert.False(MediaHeader.HasForm(file, Account, Account, file.Length));
        }

        var small = Sealed(0, EnvelopeSuite.Client);
        Assert.False(MediaHeader.HasForm(small.AsSpan(0, 71), Account, File, small.Length));
        Assert.False(MediaHeader.HasForm(small, Account, File, small.Length - 1));
        Assert.False(MediaHeader.HasForm(small, Account, File, MediaHeader.Length + 65_552 + 15)); // no chunk has so few bytes
        Assert.False(MediaHeader.HasForm(Sealed(5, EnvelopeSuite.Uce), Account, File, 93));
        Assert.False(MediaHeader.HasForm(Sealed(5, EnvelopeSuite.Server), Account, File, 93));
    }

    public void Dispose() => _key.Dispose();
}
