using System.Diagnostics;
using Diary.Imaging;
using NetVips;

namespace Diary.Benchmarks;

/// <summary>How fast thumbnails are made, and what the worst pictures cost.</summary>
internal static class ThumbnailBenchmark
{
    private const int Thumbnails = 1_000;

    public static async Task Run()
    {
        Imaging.Thumbnails.Make([0]); // sets libvips up
        byte[] photo, progressive, deep, lossless, wide;
        using (var image = Picture(4_000, 3_000))
        {
            photo = image.JpegsaveBuffer(q: 90);
        }

        var start = Stopwatch.GetTimestamp();
        PeakMemory.Reset(Environment.ProcessId);
        var before = PeakMemory.Now(Environment.ProcessId);
        await Parallel.ForAsync(0, Thumbnails, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (_, _) =>
        {
            if (Imaging.Thumbnails.Make(photo) is not ThumbnailOutcome.Made)
            {
                throw new InvalidOperationException("A photo got no thumbnail.");
            }

            return ValueTask.CompletedTask;
        });
        var minutes = Stopwatch.GetElapsedTime(start).TotalMinutes;
        Console.WriteLine($"{Thumbnails} thumbnails of 12-megapixel JPEGs ({photo.Length >> 10} KiB), two at a time: "
            + $"{Thumbnails / minutes:F0} a minute, {(PeakMemory.Of(Environment.ProcessId) - before) >> 20} MiB more at most");

        using (var image = Picture(6_000, 4_000))
        {
            progressive = image.JpegsaveBuffer(interlace: true);
            lossless = image.WebpsaveBuffer(lossless: true, effort: 0);
        }

        using (var image = Picture(4_600, 3_600, grain: 0))
        {
            using var colours = image.Colourspace(Enums.Interpretation.Rgb16);
            using var sheer = colours.Bandjoin(30_000);
            deep = sheer.PngsaveBuffer(interlace: true);
        }

        using (var image = Picture(30_000, 600, grain: 0))
        {
            wide = image.PngsaveBuffer();
        }

        foreach (var (what, file) in new[]
        {
            ("24 megapixels, progressive JPEG", progressive), ("16 megapixels, interlaced PNG of 16 bits with alpha", deep),
            ("24 megapixels, lossless WebP", lossless), ("18 megapixels, very wide PNG", wide),
        })
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            PeakMemory.Reset(Environment.ProcessId);
            var held = PeakMemory.Now(Environment.ProcessId);
            start = Stopwatch.GetTimestamp();
            var outcome = Imaging.Thumbnails.Make(file);
            Console.WriteLine($"{what} ({file.Length >> 10} KiB): {outcome.GetType().Name} in "
                + $"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms, "
                + $"{(PeakMemory.Of(Environment.ProcessId) - held) >> 20} MiB more at most");
        }
    }

    private static Image Picture(int width, int height, double grain = 12)
    {
        using var grid = Image.Xyz(width, height);
        using var noise = Image.Gaussnoise(width, height, sigma: grain, mean: 0);
        using var colours = (grid[0] * (255.0 / width)).Bandjoin(grid[1] * (255.0 / height), grid[0] % 199);
        using var image = (colours + noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return image.CopyMemory();
    }
}
