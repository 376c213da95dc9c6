namespace Diary.GraphQL.Media;

/// <summary>
/// How a file is cut into parts: from its beginning on, each as large as <see cref="PartSize"/>, the last one what remains.
/// </summary>
internal static class MediaLayout
{
    /// <summary>The bytes of every part but the last.</summary>
    public const long PartSize = 8L << 20;

    /// <summary>The largest file.</summary>
    public const long MostBytes = 4L << 30;

    /// <summary>The number under which a thumbnail stands among the parts; those of the file begin with 1.</summary>
    public const int Thumbnail = 0;

    /// <summary>How many parts a file has.</summary>
    public static int CountOf(long sizeBytes) => (int)((sizeBytes + PartSize - 1) / PartSize);

    /// <summary>Where a part begins.</summary>
    public static long OffsetOf(int number) => (number - 1) * PartSize;

    /// <summary>The bytes of a part.</summary>
    public static long SizeOf(long sizeBytes, int number) => Math.Min(PartSize, sizeBytes - OffsetOf(number));
}
