using CsCheck;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Projections.Events;
using MessagePack;

namespace Diary.Projections.Tests.Events;

public sealed class EventEncodingTests
{
    public static TheoryData<string> GoldenNames => [.. GoldenEvents.All.Keys];

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void A_golden_event_is_read_for_ever_and_the_newest_written_the_same(string name)
    {
        var sample = GoldenEvents.All[name];
        var written = EventEncoding.Instance.Serialize(sample.GetType(), sample);
        var golden = GoldenEvents.Bytes(name, written);
        Assert.Equal(sample, EventEncoding.Instance.Deserialize(sample.GetType(), golden));
        if (GoldenEvents.IsNewest(name))
        {
            Assert.Equal(Convert.ToHexStringLower(golden), Convert.ToHexStringLower(written));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void Fields_that_a_later_version_appends_are_passed_over(string name)
    {
        var sample = GoldenEvents.All[name];
        var bytes = EventEncoding.Instance.Serialize(sample.GetType(), sample);
        var isLong = bytes[1] == 0xDC; // counted in two bytes; an array of up to 15 fields in the lower half of one
        Assert.True(isLong || bytes[1] is >= 0x91 and <= 0x9F);
        var fields = isLong ? bytes[3] : bytes[1] & 0x0F;
        byte[] longer = [bytes[0], 0xDC, 0, (byte)(fields + 1), .. bytes[(isLong ? 4 : 2)..], 0xC0];
        Assert.Equal(sample, EventEncoding.Instance.Deserialize(sample.GetType(), longer));
    }

    [Fact]
    public void Any_event_comes_back_as_it_was() => RandomEvents.Any.Sample(
        e => Assert.Equal(
            e, EventEncoding.Instance.Deserialize(e.GetType(), EventEncoding.Instance.Serialize(e.GetType(), e))), iter: 3_000);

    [Fact]
    public void An_event_that_is_cut_short_is_refused() => RandomEvents.Any.Sample(
        e =>
        {
            var bytes = EventEncoding.Instance.Serialize(e.GetType(), e);
            for (var length = 0; length < bytes.Length; length++)
            {
                AssertRefused(e.GetType(), bytes[..length]);
            }
        },
        iter: 50);

    [Fact]
    public void Garbage_is_refused_or_read_and_never_anything_else() => Gen.Select(Types, Gen.Byte.Array[0, 200]).Sample(
        (type, bytes) => AssertHarmless(type, [EventEncoding.Format, .. bytes]), iter: 20_000);

    [Fact]
    public void A_damaged_event_is_refused_or_read_and_never_anything_else() => Gen.Select(RandomEvents.Any, Gen.Int, Gen.Byte).Sample(
        (e, place, value) =>
        {
            var bytes = EventEncoding.Instance.Serialize(e.GetType(), e);
            bytes[1 + ((place & int.MaxValue) % (bytes.Length - 1))] = value;
            AssertHarmless(e.GetType(), bytes);
        },
        iter: 20_000);

    [Theory]
    [InlineData("01dd7fffffff")] // an array of 2 billion fields
    [InlineData("0198d30000019cab1e1e7dc6ffffffff")] // bytes of 4 GiB
    [InlineData("0198d30000019cab1e1e7dc4100195a1b0000070008000000000000001dd7fffffff")]
    [InlineData("019800c41000000000000000000000000000000000" + "01c400c40001dd7fffffff")] // 2 billion recovery codes
    public void A_length_beyond_the_end_allocates_nothing(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(typeof(AccountEvent.SignedUp), bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0292d30000019cab1e1e7dc0")]
    [InlineData("0192d37fffffffffffffffc0")] // a time that no calendar has
    [InlineData("0192d30000019cab1e1e7dc40101")] // an id of one byte
    public void Another_format_or_an_impossible_value_is_refused(string hex) =>
        Assert.Throws<InvalidDataException>(
            () => EventEncoding.Instance.Deserialize(typeof(EntryEvent.Undeleted), Convert.FromHexString(hex)));

    [Fact]
    public void What_is_no_event_is_neither_written_nor_read()
    {
        Assert.Throws<ArgumentException>(() => EventEncoding.Instance.Serialize(typeof(string), "text"));
        Assert.Throws<InvalidDataException>(() => EventEncoding.Instance.Deserialize(typeof(string), [EventEncoding.Format, 0x90]));
    }

    private static Gen<Type> Types => Gen.OneOf([.. EventNames.All.Keys.Select(Gen.Const)]);

    private static void AssertRefused(Type type, byte[] bytes) =>
        Assert.True(Record.Exception(() => EventEncoding.Instance.Deserialize(type, bytes)) is InvalidDataException
            or MessagePackSerializationException);

    private static void AssertHarmless(Type type, byte[] bytes) =>
        Assert.True(Record.Exception(() => EventEncoding.Instance.Deserialize(type, bytes)) is null or InvalidDataException
            or MessagePackSerializationException);
}
