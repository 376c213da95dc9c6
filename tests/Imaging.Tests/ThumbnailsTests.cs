using NetVips;

namespace Diary.Imaging.Tests;

public sealed class ThumbnailsTests
{
    [Theory]
    [InlineData(2_000, 1_000, 512, 256)]
    [InlineData(1_000, 3_000, 171, 512)]
    [InlineData(512, 512, 512, 512)]
    [InlineData(40, 30, 40, 30)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(30_000, 2, 512, 1)]
    public void The_longer_side_is_at_most_512_and_nothing_is_made_larger(int width, int height, int thumbWidth, int thumbHeight)
    {
        using var image = Pictures.Of(width, height);
        foreach (var file in (byte[][])[image.JpegsaveBuffer(), Pictures.Png(image)])
        {
            var made = Made(file);
            Assert.Equal((width, height), (made.Width, made.Height));
            using var thumbnail = Image.NewFromBuffer(made.Bytes);
            Assert.Equal((thumbWidth, thumbHeight, 3), (thumbnail.Width, thumbnail.Height, thumbnail.Bands));
        }
    }

    [Theory]
    [InlineData(1, 255, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(3, 0, 255)]
    [InlineData(4, 255, 255)]
    [InlineData(5, 255, 0)]
    [InlineData(6, 255, 255)]
    [InlineData(7, 0, 255)]
    [InlineData(8, 0, 0)]
    public void A_picture_stands_upright(int orientation, int red, int green)
    {
        var made = Made(Pictures.Jpeg(800, 400, orientation));
        Assert.Equal(orientation < 5 ? (800, 400) : (400, 800), (made.Width, made.Height));
        using var thumbnail = Image.NewFromBuffer(made.Bytes);
        Assert.Equal(orientation < 5, thumbnail.Width > thumbnail.Height);
        var corner = thumbnail[3, 3];
        Assert.Equal((red, green), (corner[0] > 127 ? 255 : 0, corner[1] > 127 ? 255 : 0));
    }

    [Fact]
    public void Nothing_of_the_camera_or_the_place_is_left()
    {
        var file = Pictures.Jpeg(900, 600);
        Assert.True(file.AsSpan().IndexOf("Kanarienkamera"u8) > 0);
        var webp = Made(file).Bytes;
        foreach (var mark in (byte[][])[[.. "Kanarienkamera"u8], [.. "Exif"u8], [.. "EXIF"u8], [.. "XMP "u8], [.. "ICCP"u8]])
        {
            Assert.Equal(-1, webp.AsSpan().IndexOf(mark));
        }
    }

    [Fact]
    public void A_picture_for_everybody_is_a_JPEG_of_its_pixels_alone()
    {
        var made = Thumbnails.MakePublic(Pictures.Jpeg(4_000, 1_000, orientation: 6))!;
        Assert.Equal("image/jpeg", ContentTypes.Of(made));
        foreach (var mark in (byte[][])[[.. "Kanarienkamera"u8], [.. "Exif"u8], [.. "http://ns.adobe"u8], [.. "ICC_PROFILE"u8]])
        {
            Assert.Equal(-1, made.AsSpan().IndexOf(mark));
        }

        using var image = Image.NewFromBuffer(made);
        Assert.Equal((512, 2_048), (image.Width, image.Height));
        Assert.NotNull(Thumbnails.MakePublic(Pictures.Png(Pictures.Of(10, 10))));
        Assert.Null(Thumbnails.MakePublic([1, 2, 3]));
    }

    [Fact]
    public void Whatever_the_colours_the_thumbnail_is_sRGB()
    {
        using var image = Pictures.Of(600, 300);
        using var gray = image.Colourspace(Enums.Interpretation.Bw);
        using var deep = image.Colourspace(Enums.Interpretation.Rgb16);
        using var inks = image.Colourspace(Enums.Interpretation.Cmyk);
        using var sheer = image.Bandjoin(128);
        foreach (var (file, bands) in ((byte[], int)[])[(gray.JpegsaveBuffer(), 3), (Pictures.Png(gray), 3), (Pictures.Png(deep), 3),
            (inks.JpegsaveBuffer(), 3), (Pictures.Png(sheer), 4), (Pictures.Png(image, interlaced: true), 3),
            (Pictures.Jpeg(600, 300, progressive: true), 3), (image.WebpsaveBuffer(), 3), (image.TiffsaveBuffer(), 3),
            (image.GifsaveBuffer(), 3), (image.WebpsaveBuffer(lossless: true), 3)])
        {
            using var thumbnail = Image.NewFromBuffer(Made(file).Bytes);
            Assert.Equal((512, 256, bands), (thumbnail.Width, thumbnail.Height, thumbnail.Bands));
            Assert.Equal(Enums.BandFormat.Uchar, thumbnail.Format);
        }
    }

    [Fact]
    public void Of_what_moves_the_first_picture_stands()
    {
        using var first = Pictures.Of(60, 40);
        using var second = first.Linear([0.0], [0.0]);
        using var joined = Image.Arrayjoin([first, second.Cast(Enums.BandFormat.Uchar)], across: 1);
        using var both = joined.Copy(interpretation: Enums.Interpretation.Srgb);
        using var moving = both.Mutate(m => m.Set(GValue.GIntType, "page-height", 40));
        foreach (var file in (byte[][])[moving.GifsaveBuffer(), moving.WebpsaveBuffer()])
        {
            var made = Made(file);
            Assert.Equal((60, 40), (made.Width, made.Height));
            using var thumbnail = Image.NewFromBuffer(made.Bytes);
            Assert.True(thumbnail[3, 3][0] > 127);
        }
    }

    [Fact]
    public void Too_many_pixels_are_refused_by_the_header_alone()
    {
        Assert.Equal(ThumbnailRefusal.TooLarge, Refused(Pictures.PngClaiming(50_000, 50_000, 1_000)));
        Assert.Equal(ThumbnailRefusal.TooLarge, Refused(Pictures.PngClaiming(50_000, 10, 1_000)));
        Assert.Equal(ThumbnailRefusal.TooLarge, Refused(Pictures.PngClaiming(20_000, 20_000, 100_000_000, depth: 1, colour: 0)));
        using var image = Pictures.Of(8_000, 6_000);
        Assert.Equal(ThumbnailRefusal.TooLarge, Refused(image.JpegsaveBuffer(interlace: true))); // 144 MB that are held at once
        Assert.IsType<ThumbnailOutcome.Made>(Thumbnails.Make(image.JpegsaveBuffer()));
        Assert.Equal(ThumbnailRefusal.TooLarge, Refused([0xFF, 0xD8, 0xFF, .. new byte[Thumbnails.MostBytes]]));
    }

    [Fact]
    public void What_is_cut_off_is_refused_and_never_thrown()
    {
        using var image = Pictures.Of(300, 200);
        foreach (var file in (byte[][])[image.JpegsaveBuffer(), image.JpegsaveBuffer(interlace: true), Pictures.Png(image),
            Pictures.Png(image, interlaced: true), image.GifsaveBuffer(), image.WebpsaveBuffer(), image.TiffsaveBuffer()])
        {
            for (var length = 0; length < file.Length - 40; length += Math.Max(1, file.Length / 23))
            {
                Assert.True(Thumbnails.Make(file[..length]) is ThumbnailOutcome.Refused, $"{ContentTypes.Of(file)} of {length} bytes");
            }
        }
    }

    [Fact]
    public void What_is_damaged_is_refused_or_made_and_never_thrown()
    {
        var random = new Random(7);
        using var image = Pictures.Of(300, 200);
        byte[][] files =
            [image.JpegsaveBuffer(), Pictures.Png(image), image.GifsaveBuffer(), image.WebpsaveBuffer(), image.TiffsaveBuffer()];
        for (var i = 0; i < 300; i++)
        {
            var file = files[i % files.Length].ToArray();
            for (var change = 0; change < 1 + (i % 20); change++)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            Assert.NotNull(Thumbnails.Make(file));
        }
    }

    [Fact]
    public void What_is_no_picture_that_can_be_read_is_refused()
    {
        var random = new byte[5_000];
        new Random(3).NextBytes(random);
        foreach (var file in (byte[][])[[], [1], random, [.. "%PDF-1.7\n"u8, .. new byte[100]],
            [.. "<svg xmlns='http://www.w3.org/2000/svg'/>"u8],
            [.. "<!DOCTYPE html><script>alert(1)</script>"u8], [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[200]],
            [.. "#!/bin/sh\n"u8], [.. "BM"u8, .. new byte[200]], [.. "P6 10 10 255\n"u8, .. new byte[300]]])
        {
            Assert.Equal(ThumbnailRefusal.NotSupported, Refused(file));
        }
    }

    private static ThumbnailOutcome.Made Made(byte[] file) => Assert.IsType<ThumbnailOutcome.Made>(Thumbnails.Make(file));

    private static ThumbnailRefusal Refused(byte[] file) => Assert.IsType<ThumbnailOutcome.Refused>(Thumbnails.Make(file)).Reason;
}
