using System.Buffers.Binary;
using System.IO.Compression;
using NetVips;

namespace Diary.Imaging.Tests;

/// <summary>Pictures that are made here.</summary>
internal static class Pictures
{
    /// <summary>Red at the left, blue at the right, brighter downwards: every turn of it looks different.</summary>
    public static Image Of(int width, int height)
    {
        using var grid = Image.Xyz(width, height);
        using var x = grid[0] * (255.0 / width);
        using var y = grid[1] * (255.0 / height);
        using var inverse = x.Linear([-1.0], [255.0]);
        using var joined = inverse.Bandjoin(y, x);
        return joined.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>With an orientation, as a camera notes it, and where it was taken.</summary>
    public static byte[] Jpeg(int width, int height, int orientation = 1, bool progressive = false)
    {
        using var image = Of(width, height);
        using var noted = image.Mutate(m =>
        {
            m.Set(GValue.GIntType, "orientation", orientation);
            m.Set(GValue.GStrType, "exif-ifd0-Make", "Kanarienkamera");
            m.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "48/1 12/1 30/1");
        });
        return noted.JpegsaveBuffer(q: 90, interlace: progressive);
    }

    public static byte[] Png(Image image, bool interlaced = false) => image.PngsaveBuffer(interlace: interlaced);

    /// <summary>A PNG whose header claims any size, and whose data are as many zeros as are asked for.</summary>
    public static byte[] PngClaiming(int width, int height, int zeros, byte depth = 8, byte colour = 2)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colour);
        using var data = new MemoryStream();
        using (var zip = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zip.Write(new byte[zeros]);
        }

        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, data.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        name.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>ISO 3309, as PNG has it.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
