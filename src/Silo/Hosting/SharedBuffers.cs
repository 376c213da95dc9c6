using System.Buffers;

namespace Diary.Silo.Hosting;

/// <summary>
/// The buffers of <see cref="ArrayPool{T}"/>, which all libraries share. They come from memory that was used before, which nobody zeroes
/// for them, and whoever borrows one writes over its beginning: so a buffer can hold for hours what some string held once.
/// </summary>
internal static class SharedBuffers
{
    private const int Shortest = 16;
    private const int Longest = 1 << 18;

    /// <summary>Zeroes those that nobody has borrowed, but for those that other threads keep for themselves.</summary>
    public static void Clear()
    {
        Clear<byte>();
        Clear<char>();
    }

    private static void Clear<T>()
        where T : unmanaged
    {
        for (var length = Shortest; length <= Longest; length *= 2)
        {
            var lent = new List<T[]>();
            while (Kept<T>(length) is { } buffer)
            {
                lent.Add(buffer);
            }

            lent.ForEach(buffer => ArrayPool<T>.Shared.Return(buffer, clearArray: true));
        }
    }

    /// <summary>Borrows a buffer that the pool kept; null where it had none left and made one.</summary>
    private static T[]? Kept<T>(int length)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var buffer = ArrayPool<T>.Shared.Rent(length);
        return GC.GetAllocatedBytesForCurrentThread() - before < length ? buffer : null;
    }
}
