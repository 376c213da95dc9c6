using System.Buffers;
using Diary.Silo.Hosting;

namespace Diary.Silo.Tests.Running;

/// <summary>What a library leaves in buffers that all share.</summary>
public sealed class SharedBuffersTests
{
    private const string Word = "Kartoffelpuffer";

    [Theory]
    [InlineData(16)]
    [InlineData(4096)]
    [InlineData(1 << 18)]
    public void Nothing_is_left_in_them_once_they_are_cleared(int length)
    {
        Spoil(length);
        Assert.Contains(Texts(length), t => t.StartsWith(Word, StringComparison.Ordinal)); // it does stay there until then
        Spoil(length);
        SharedBuffers.Clear();
        Assert.All(Texts(length), t => Assert.DoesNotContain(Word, t, StringComparison.Ordinal));
    }

    /// <summary>More than this thread keeps for itself.</summary>
    private static void Spoil(int length)
    {
        var lent = Lend(length);
        lent.ForEach(buffer => Word.CopyTo(buffer));
        lent.ForEach(buffer => ArrayPool<char>.Shared.Return(buffer));
    }

    private static List<string> Texts(int length)
    {
        var lent = Lend(length);
        lent.ForEach(buffer => ArrayPool<char>.Shared.Return(buffer));
        return [.. lent.Select(buffer => new string(buffer))];
    }

    private static List<char[]> Lend(int length) => [.. Enumerable.Range(0, 5).Select(_ => ArrayPool<char>.Shared.Rent(length))];
}
