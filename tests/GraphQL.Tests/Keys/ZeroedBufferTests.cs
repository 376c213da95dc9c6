using System.Runtime.InteropServices;
using Diary.GraphQL.Keys;

namespace Diary.GraphQL.Tests.Keys;

public sealed class ZeroedBufferTests
{
    [Fact]
    public void What_it_outgrew_is_zeroed_and_so_is_the_last_array_when_it_is_disposed()
    {
        var arrays = new HashSet<byte[]>();
        var buffer = new ZeroedBuffer(4);
        for (byte i = 1; i <= 100; i++)
        {
            var memory = buffer.GetMemory();
            Assert.True(MemoryMarshal.TryGetArray<byte>(memory, out var array));
            arrays.Add(array.Array!);
            memory.Span[0] = i;
            buffer.Advance(1);
        }

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (byte)i), buffer.Written.ToArray());
        Assert.True(buffer.GetSpan(1000).Length >= 1000);
        Assert.True(arrays.Count > 3);
        Assert.All(arrays, a => Assert.All(a, b => Assert.Equal(0, b)));
        Assert.True(MemoryMarshal.TryGetArray<byte>(buffer.GetMemory(), out var last));
        buffer.Dispose();
        Assert.All(last.Array!, b => Assert.Equal(0, b));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(1_000_000));
    }
}
