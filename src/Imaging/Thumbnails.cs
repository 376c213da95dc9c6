using System.Buffers.Binary;
using NetVips;

namespace Diary.Imaging;

/// <summary>
/// Makes thumbnails with libvips: WebP in sRGB, upright, without the original's metadata. A picture is judged by its header before a pixel
/// of it is opened. What libvips holds of a picture is freed and not zeroed.
/// </summary>
public static class Thumbnails
{
    /// <summary>The longer side of a thumbnail in pixels, at most; smaller pictures stay as small as they are.</summary>
    public const int LongestSide = 512;

    /// <summary>The largest file that is looked at, in bytes.</summary>
    public const int MostBytes = 48 << 20;

    private const int MostSide = 32_768;
    private const int Quality = 80;
    private const int PublicSide = 2_048; // as large as Facebook shows it
    private const int PublicQuality = 88;
    private static readonly double[] White = [255, 255, 255];
    private const long MostPixels = 100_000_000;
    private const long MostBytesAtOnce = 128 << 20; // of the pixels of a picture that a decoder holds whole

    // JPEG and PNG are read line by line, but not where they are interlaced; others hold the whole picture.
    private static readonly Dictionary<string, bool> ReadInLines = new(StringComparer.Ordinal)
    {
        ["image/jpeg"] = true,
        ["image/png"] = true,
        ["image/gif"] = false,
        ["image/webp"] = false,
        ["image/avif"] = false,
        ["image/tiff"] = false,
    };

    private static readonly string[] Loaders = ["Jpeg", "Png", "Nsgif", "Webp", "Heif", "Tiff"];

    private static readonly bool IsReady = SetUp();

    /// <summary>Whether a file of this type may get a thumbnail.</summary>
    /// <param name="contentType">As <see cref="ContentTypes.Of"/> tells it.</param>
    public static bool Serve(string? contentType) => contentType is not null && ReadInLines.ContainsKey(contentType);

    /// <summary>Makes a thumbnail. Takes up to some seconds, and memory that is bounded whatever the file holds.</summary>
    /// <param name="file">The whole file.</param>
    public static ThumbnailOutcome Make(byte[] file) => Make(file, LongestSide,
        picture => picture.WebpsaveBuffer(q: Quality, keep: Enums.ForeignKeep.None));

    /// <summary>
    /// A picture that may be shown to everybody: JPEG, upright, of 2,048 pixels at most, without any metadata; null where none can be made.
    /// </summary>
    /// <param name="file">The whole file.</param>
    public static byte[]? MakePublic(byte[] file) => Make(file, PublicSide,
        picture => picture.JpegsaveBuffer(q: PublicQuality, keep: Enums.ForeignKeep.None, background: White))
        is ThumbnailOutcome.Made { Bytes: var bytes } ? bytes : null;

    private static ThumbnailOutcome Make(byte[] file, int side, Func<Image, byte[]> save)
    {
        var type = ContentTypes.Of(file.AsSpan(0, Math.Min(file.Length, ContentTypes.HeadSize)));
        if (!IsReady || !Serve(type))
        {
            return new ThumbnailOutcome.Refused(ThumbnailRefusal.NotSupported);
        }

        if (file.Length > MostBytes)
        {
            return new ThumbnailOutcome.Refused(ThumbnailRefusal.TooLarge);
        }

        if ((type == "image/jpeg" && !HasJpegEnd(file)) || (type == "image/png" && file.AsSpan().LastIndexOf("IEND"u8) < 0))
        {
            return new ThumbnailOutcome.Refused(ThumbnailRefusal.Damaged); // libvips would fill up what was cut off
        }

        try
        {
            return Make(file, side, ReadInLines[type!], save);
        }
        catch (VipsException)
        {
            return new ThumbnailOutcome.Refused(ThumbnailRefusal.Damaged); // its words may quote the file
        }
    }

    private static ThumbnailOutcome Make(byte[] file, int side, bool isReadInLines, Func<Image, byte[]> save)
    {
        int width, height;
        string? profile;
        using (var header = Image.NewFromBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error))
        {
            (width, height) = (header.Width, header.Height);
            var atOnce = !isReadInLines || header.Contains("interlaced");
            var pixels = (long)width * height;
            if (width > MostSide || height > MostSide || pixels > MostPixels
                || (atOnce && pixels * header.Bands * (header.Format is Enums.BandFormat.Ushort ? 2 : 1) > MostBytesAtOnce))
            {
                return new ThumbnailOutcome.Refused(ThumbnailRefusal.TooLarge);
            }

            if (header.Contains("orientation") && header.Get("orientation") is >= 5 and <= 8)
            {
                (width, height) = (height, width); // turned by a quarter
            }

            profile = header.Interpretation is Enums.Interpretation.Cmyk ? "cmyk" : null; // unless it has its own
        }

        using var picture = Image.ThumbnailBuffer(file, side, height: side, size: Enums.Size.Down,
            inputProfile: profile, outputProfile: "srgb", failOn: Enums.FailOn.Error);
        return new ThumbnailOutcome.Made(save(picture), width, height);
    }

    /// <summary>
    /// Whether an end-of-image marker follows the picture's own scan; that of a preview in its header does not count (ITU-T T.81, B.1).
    /// </summary>
    private static bool HasJpegEnd(ReadOnlySpan<byte> file)
    {
        const byte scan = 0xDA;
        var at = 2;
        while (at + 4 <= file.Length && file[at] == 0xFF && file[at + 1] != scan)
        {
            at += file[at + 1] == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return at < file.Length && file[at..].IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0;
    }

    /// <summary>One thread a picture, nothing kept between two, and no reader but those that are meant.</summary>
    private static bool SetUp()
    {
        if (!ModuleInitializer.VipsInitialized)
        {
            return false;
        }

        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, (_, _, _) => { }); // its warnings quote the file, to standard error
        Cache.Max = 0;
        NetVips.NetVips.Concurrency = 1;
        Operation.Block("VipsForeignLoad", true);
        foreach (var loader in Loaders)
        {
            Operation.Block($"VipsForeignLoad{loader}", false);
        }

        return true;
    }
}
