using CsCheck;

namespace Diary.Cryptography.Tests.Vault;

public sealed class VaultKeyRingTests : IDisposable
{
    private static readonly byte[] Aad = [.. "entry_keys"u8, .. Samples.Ada.ToByteArray(bigEndian: true)];
    private readonly VaultKeyRing ring = new(Samples.Key());

    public void Dispose() => ring.Dispose();

    [Fact]
    public void Whatever_is_sealed_opens() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 100]).Sample((text, aad) =>
        {
            var record = ring.Seal(text, aad);
            return record.Length == text.Length + VaultKeyRing.Overhead
                && ring.TryOpen(record, aad, out var opened)
                && opened.SequenceEqual(text);
        });

    [Fact]
    public void The_same_record_is_never_sealed_alike_twice() =>
        Assert.NotEqual(ring.Seal(Samples.Text, Aad), ring.Seal(Samples.Text, Aad));

    [Fact]
    public void Earlier_keys_open_and_the_current_one_seals()
    {
        using var turned = new VaultKeyRing(Samples.Key(1), Samples.Key());
        var old = ring.Seal(Samples.Text, Aad);
        var fresh = turned.Seal(Samples.Text, Aad);

        Assert.True(turned.TryOpen(old, Aad, out var opened));
        Assert.Equal(Samples.Text, opened);
        Assert.False(ring.TryOpen(fresh, Aad, out _));
        Assert.True(VaultKeyRing.TryReadKeyId(old, out var oldId));
        Assert.True(VaultKeyRing.TryReadKeyId(fresh, out var freshId));
        Assert.Equal(ring.CurrentKeyId, oldId);
        Assert.Equal(turned.CurrentKeyId, freshId);
        Assert.Equal([freshId, oldId], turned.KeyIds);
        using var key = Samples.Key();
        Assert.Equal(oldId, VaultKeyRing.IdOf(key));
    }

    [Fact]
    public void A_key_is_in_the_ring_once() => Assert.Throws<ArgumentException>(() => new VaultKeyRing(Samples.Key(), Samples.Key()));

    [Fact]
    public void A_flipped_bit_a_cut_or_another_binding_opens_nothing()
    {
        var record = ring.Seal(Samples.Text, Aad);
        Assert.False(ring.TryOpen(record, [], out _));
        Assert.False(ring.TryOpen(record, [.. Aad, 0], out _));
        Assert.False(ring.TryOpen([.. record, 0], Aad, out _));
        for (var length = 0; length < record.Length; length++)
        {
            Assert.False(ring.TryOpen(record.AsSpan(0, length), Aad, out _));
        }

        for (var bit = 0; bit < record.Length * 8; bit++)
        {
            Assert.False(ring.TryOpen(Samples.Flipped(record, bit), Aad, out _), $"bit {bit}");
        }
    }

    [Fact]
    public void Many_threads_seal_and_open() =>
        Parallel.For(0, 500, i => Assert.True(ring.TryOpen(ring.Seal(BitConverter.GetBytes(i), Aad), Aad, out _)));

    [Fact]
    public void Replaced_keys_take_over_and_those_before_are_zeroed()
    {
        var (old, fresh) = (Samples.Key(3), Samples.Key(4));
        using var turning = new VaultKeyRing(old);
        var record = turning.Seal(Samples.Text, Aad);
        turning.Replace(fresh, Samples.Key(3));
        Assert.Throws<ObjectDisposedException>(() => old.AsSpan().Length);
        Assert.True(turning.TryOpen(record, Aad, out _));
        Assert.Equal(VaultKeyRing.IdOf(fresh), turning.CurrentKeyId);

        turning.Replace(Samples.Key(4));
        Assert.False(turning.TryOpen(record, Aad, out _));
        Assert.Throws<ArgumentException>(() => turning.Replace(Samples.Key(5), Samples.Key(5)));
        Assert.Equal([turning.CurrentKeyId], turning.KeyIds);
        Assert.True(turning.TryOpen(turning.Seal(Samples.Text, Aad), Aad, out _));
    }

    [Fact]
    public void A_record_under_a_missing_key_is_tried_again_once_the_key_was_fetched()
    {
        using var other = new VaultKeyRing(Samples.Key(6));
        var record = other.Seal(Samples.Text, Aad);
        var asked = new List<uint>();
        using var late = new VaultKeyRing(Samples.Key());
        late.Missing = asked.Add;
        Assert.False(late.TryOpen(record, Aad, out _));
        Assert.Equal([other.CurrentKeyId], asked);

        late.Missing = _ => late.Replace(Samples.Key(6), Samples.Key());
        Assert.True(late.TryOpen(record, Aad, out _));
        late.Missing = _ => Assert.Fail("nothing is missing");
        Assert.True(late.TryOpen(record, Aad, out _));
    }

    [Fact]
    public void Keys_can_be_replaced_under_load()
    {
        using var turning = new VaultKeyRing(Samples.Key(0), Samples.Key(1));
        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (i % 50 == 0)
            {
                turning.Replace(Samples.Key((byte)(i / 50 % 2)), Samples.Key((byte)(1 - (i / 50 % 2))));
            }

            Assert.True(turning.TryOpen(turning.Seal(BitConverter.GetBytes(i), Aad), Aad, out _));
        });
    }

    [Fact]
    public void Disposing_ends_every_use()
    {
        var other = new VaultKeyRing(Samples.Key(2));
        var record = other.Seal(Samples.Text, Aad);
        other.Dispose();
        Assert.Throws<ObjectDisposedException>(() => other.Seal(Samples.Text, Aad));
        Assert.Throws<ObjectDisposedException>(() => other.TryOpen(record, Aad, out _));
    }
}
