using System.Security.Cryptography;
using CsCheck;

namespace Diary.Cryptography.Tests.Media;

public sealed class MediaStreamTests : IDisposable
{
    private const int Chunk = 65_536;
    private const int Header = 72;

    // Made by another implementation (pyca/cryptography): commitment, then the one chunk.
    private const string Golden = "67e845928dd8abdf6cbce2477f1e06e037e821fe48d2f27f31f7a18faabd9061"
        + "e2b6ca0341797dfa92b66c12b0c8698f2745e1eff2f5f3";

    private static readonly Guid Account = new("0195a1b0-0000-7000-8000-000000000001");
    private static readonly Guid File = new("0195a1b0-0000-7000-8000-000000000009");

    private readonly SymmetricKey _key = SymmetricKey.Import([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((3 * Chunk) + 17)]
    public async Task What_was_sealed_opens_at_any_length(int length)
    {
        var plain = Bytes(length);
        var ciphertext = Seal(plain);
        var chunks = Math.Max(1, (length + Chunk - 1) / Chunk);
        Assert.Equal(Header + length + (16 * chunks), ciphertext.Length);
        Assert.Equal(plain, await Open(ciphertext));

        await using var reader = new SealingReadStream(new MemoryStream(plain), Account, File, _key, EnvelopeSuite.Uce);
        using var read = new MemoryStream();
        await reader.CopyToAsync(read, 1_000, Stop);
        Assert.Equal(ciphertext, read.ToArray());
        Assert.Equal(ciphertext.Length, SealingReadStream.LengthOf(length));
    }

    [Fact]
    public async Task The_layout_stays_what_it_is()
    {
        // header: version, suite, account, file, version 1; the rest is what the key makes of it
        var ciphertext = Seal("A photo"u8.ToArray());
        Assert.Equal(
            "01010000" + Account.ToString("N") + File.ToString("N") + "00000001", Convert.ToHexStringLower(ciphertext.AsSpan(0, 40)));
        Assert.Equal(Golden, Convert.ToHexStringLower(ciphertext.AsSpan(40)));
        Assert.Equal("A photo"u8.ToArray(), await Open(ciphertext));
    }

    [Fact]
    public void The_layout_is_that_of_sealed_formats()
    {
        var plain = Bytes(Chunk + 5);
        var ciphertext = Seal(plain);
        byte[] info = [.. "diary.v1.media"u8, .. ciphertext[..40]];
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, [.. Enumerable.Range(0, 32).Select(i => (byte)i)], 76, info: info);
        Assert.Equal(derived[44..], ciphertext[40..72]);
        using var aes = new AesGcm(derived.AsSpan(0, 32), 16);
        var second = new byte[5];
        aes.Decrypt([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1], ciphertext.AsSpan(Header + Chunk + 16, 5), ciphertext.AsSpan(Header + Chunk + 21),
            second, ciphertext.AsSpan(0, Header));
        Assert.Equal(plain[Chunk..], second);
    }

    [Fact]
    public Task A_range_opens_the_chunks_that_it_needs_alone() => Gen.Select(Gen.Int[0, 3 * Chunk], Gen.Int[1, 2 * Chunk]).SampleAsync(
        async range =>
        {
            var plain = Bytes((2 * Chunk) + 1000);
            var ciphertext = Seal(plain);
            await using var stream = await Opened(ciphertext);
            stream.Position = range.Item1;
            var read = new byte[range.Item2];
            var count = stream.ReadAtLeast(read, read.Length, throwOnEndOfStream: false);
            var expected = plain.Skip(range.Item1).Take(range.Item2).ToArray();
            Assert.Equal(expected, read[..count]);
        }, iter: 30);

    [Fact]
    public async Task A_damaged_chunk_is_met_only_where_it_is_read()
    {
        var plain = Bytes(3 * Chunk);
        var ciphertext = Seal(plain);
        ciphertext[Header + Chunk + 16 + 100] ^= 1;
        await using var stream = await Opened(ciphertext);
        var first = new byte[Chunk];
        stream.ReadExactly(first);
        Assert.Equal(plain[..Chunk], first);
        Assert.Throws<InvalidDataException>(() => stream.ReadExactly(first));
        stream.Position = 2 * Chunk;
        stream.ReadExactly(first);
        Assert.Equal(plain[(2 * Chunk)..], first);
    }

    [Fact]
    public Task A_flipped_bit_anywhere_opens_nothing_of_its_chunk() => Gen.Int[0, (Header + 2016) * 8 - 1].SampleAsync(
        async bit =>
        {
            var ciphertext = Seal(Bytes(2000));
            ciphertext[bit / 8] ^= (byte)(1 << (bit % 8));
            await AssertNothing(ciphertext);
        }, iter: 300);

    [Theory]
    [InlineData(0)]
    [InlineData(71)]
    [InlineData(Header)]
    [InlineData(Header + 15)]
    [InlineData(Header + Chunk)]
    [InlineData(Header + Chunk + 16)]
    [InlineData(Header + (2 * (Chunk + 16)))]
    [InlineData(Header + (2 * (Chunk + 16)) + 15)]
    public Task What_was_cut_off_does_not_open_to_its_end(int length) => AssertNothing(Seal(Bytes((2 * Chunk) + 500))[..length]);

    [Fact]
    public async Task Chunks_that_change_places_or_files_do_not_open()
    {
        var ciphertext = Seal(Bytes(3 * Chunk));
        byte[] swapped = [.. ciphertext[..Header], .. ciphertext[(Header + Chunk + 16)..(Header + (2 * (Chunk + 16)))],
            .. ciphertext[Header..(Header + Chunk + 16)], .. ciphertext[(Header + (2 * (Chunk + 16)))..]];
        await AssertNothing(swapped);
        await AssertNothing([.. ciphertext, 0]);
        await AssertNothing([.. ciphertext, .. ciphertext[^(Chunk + 16)..]]);
        Assert.Null(await MediaOpeningStream.Open(new MemoryStream(ciphertext), Account, Guid.NewGuid(), _key, Stop));
        Assert.Null(await MediaOpeningStream.Open(new MemoryStream(ciphertext), Guid.NewGuid(), File, _key, Stop));
        using var other = SymmetricKey.Generate();
        Assert.Null(await MediaOpeningStream.Open(new MemoryStream(ciphertext), Account, File, other, Stop));
    }

    [Fact]
    public async Task A_place_ahead_of_the_beginning_is_refused_as_files_refuse_it()
    {
        await using var stream = await Opened(Seal(Bytes(10)));
        Assert.Throws<IOException>(() => stream.Seek(-11, SeekOrigin.End));
        Assert.Equal(9, stream.Seek(-1, SeekOrigin.End));
        Assert.Equal(10, stream.Length);
    }

    public void Dispose() => _key.Dispose();

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(((i * 31) ^ (i >> 8)) & 0xff))];

    private byte[] Seal(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var sealing = new MediaSealingStream(output, Account, File, _key))
        {
            foreach (var part in plain.Chunk(40_000)) // never as the chunks are
            {
                sealing.Write(part);
            }

            sealing.Complete();
        }

        return output.ToArray();
    }

    private async Task<MediaOpeningStream> Opened(byte[] ciphertext) =>
        Assert.IsType<MediaOpeningStream>(await MediaOpeningStream.Open(new MemoryStream(ciphertext), Account, File, _key, Stop));

    /// <summary>What it opens to, read in both ways.</summary>
    private async Task<byte[]> Open(byte[] ciphertext)
    {
        await using var stream = await Opened(ciphertext);
        using var output = new MemoryStream();
        stream.CopyTo(output);
        using var again = new MemoryStream();
        stream.Position = 0;
        await stream.CopyToAsync(again, Stop);
        Assert.Equal(output.ToArray(), again.ToArray());
        return output.ToArray();
    }

    private async Task AssertNothing(byte[] ciphertext)
    {
        if (await MediaOpeningStream.Open(new MemoryStream(ciphertext), Account, File, _key, Stop) is { } stream)
        {
            await using (stream)
            {
                Assert.Throws<InvalidDataException>(() => stream.CopyTo(Stream.Null));
                stream.Position = 0;
                await Assert.ThrowsAsync<InvalidDataException>(() => stream.CopyToAsync(Stream.Null, Stop));
            }
        }
    }
}
