namespace Diary.Imaging;

/// <summary>What became of the making of a thumbnail.</summary>
public abstract record ThumbnailOutcome
{
    private ThumbnailOutcome() { }

    /// <summary>It is made.</summary>
    /// <param name="Bytes">The picture, without any metadata; of a thumbnail WebP.</param>
    /// <param name="Width">The original's width in pixels, as it is shown.</param>
    /// <param name="Height">The original's height in pixels, as it is shown.</param>
    public sealed record Made(byte[] Bytes, int Width, int Height) : ThumbnailOutcome;

    /// <summary>There will be none.</summary>
    public sealed record Refused(ThumbnailRefusal Reason) : ThumbnailOutcome;
}

/// <summary>Why there is no thumbnail of a file. The numbers stand in the vault.</summary>
public enum ThumbnailRefusal
{
    /// <summary>It is no picture, or of a format that cannot be read here, such as HEIC.</summary>
    NotSupported = 1,

    /// <summary>It has more bytes or pixels than are looked at.</summary>
    TooLarge = 2,

    /// <summary>It is cut off, or damaged.</summary>
    Damaged = 3,
}
