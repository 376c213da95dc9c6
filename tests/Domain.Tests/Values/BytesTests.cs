namespace Diary.Domain.Tests.Values;

public sealed class BytesTests
{
    private static readonly Bytes Secret = new("swordfish"u8.ToArray());

    [Fact]
    public void The_same_bytes_are_equal()
    {
        var same = new Bytes("swordfish"u8.ToArray());

        Assert.True(Secret == same);
        Assert.False(Secret != same);
        Assert.True(Secret.Equals((object)same));
        Assert.Equal(Secret.GetHashCode(), same.GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("swordfis")]
    [InlineData("swordfishy")]
    [InlineData("Swordfish")]
    public void Other_bytes_are_not(string other)
    {
        var bytes = new Bytes(System.Text.Encoding.ASCII.GetBytes(other));

        Assert.False(Secret == bytes);
        Assert.True(Secret != bytes);
        Assert.False(Secret.Equals((object)bytes));
    }

    [Fact]
    public void Bytes_equal_nothing_but_bytes() => Assert.False(Secret.Equals("swordfish"));

    [Fact]
    public void The_default_is_empty()
    {
        var empty = default(Bytes);

        Assert.Equal(Bytes.Empty, empty);
        Assert.Equal(new Bytes([]), empty);
        Assert.Equal(new Bytes([]).GetHashCode(), empty.GetHashCode());
        Assert.True(empty.IsEmpty);
        Assert.Equal(0, empty.Length);
        Assert.True(empty.Span.IsEmpty);
        Assert.True(empty.Memory.IsEmpty);
        Assert.Equal([], empty.ToArrayUnsafe());
    }

    [Fact]
    public void Every_view_shows_the_same_bytes()
    {
        Assert.Equal(9, Secret.Length);
        Assert.False(Secret.IsEmpty);
        Assert.Equal("swordfish"u8.ToArray(), Secret.Span.ToArray());
        Assert.Equal("swordfish"u8.ToArray(), Secret.Memory.ToArray());
        Assert.Equal("swordfish"u8.ToArray(), Secret.ToArrayUnsafe());
    }

    [Fact]
    public void Printing_shows_the_length_only()
    {
        Assert.Equal("9 bytes", Secret.ToString());
        Assert.Equal("0 bytes", default(Bytes).ToString());
    }
}
