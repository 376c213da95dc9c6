using System.IO.Compression;
using System.Text;

namespace Diary.Archives.Tests;

/// <summary>Archives to read, and entries to write.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 20, 15, 0, TimeSpan.Zero);
    public static readonly Guid Walk = new("0195a1b0-0000-7000-8000-000000000003");
    public const string Manifest = """{"format":"personal-diary","version":1,"files":"json","tier":"UCE"}""";

    public static ArchivedVersion Version(int number, string body, string? title = null, string kind = "WRITTEN", params string[] tags) =>
        new(number, kind, Now.AddMinutes(number), new DateOnly(2026, 3, 1), "Europe/Vienna",
            new ArchivedText(title, body, null, null, null, tags), []);

    public static ArchivedEntryHead Head(Guid? id = null, DateTimeOffset? deletedAt = null) => new(id ?? Walk, "DIARY", deletedAt);

    public static async Task<byte[]> Write(ArchiveFormat format, params (ArchivedEntryHead Head, ArchivedVersion[] Versions)[] entries)
    {
        using var output = new ForwardStream();
        await using (var writer = new DiaryArchiveWriter(output, format, Now))
        {
            foreach (var (head, versions) in entries)
            {
                await writer.Write(head, Each(versions), CancellationToken.None);
            }

            writer.Complete("UCE", "Europe/Vienna", history: true, media: false);
        }

        return output.ToArray();
    }

    public static byte[] Zip(params (string Name, string Text)[] files) =>
        Zip(files.Select(f => (f.Name, Encoding.UTF8.GetBytes(f.Text))).ToArray());

    public static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }

        return buffer.ToArray();
    }

    public static string All(Func<Stream> open)
    {
        using var reader = new StreamReader(open());
        return reader.ReadToEnd();
    }

    public static IReadOnlyDictionary<string, string> Files(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        });
    }

    public static IReadOnlyList<ArchivedItem> Read(byte[] file, ArchiveSource source = ArchiveSource.Diary, int after = 0)
    {
        using var reader = Assert.IsType<ArchiveOpening.Opened>(ArchiveReader.Open(new MemoryStream(file), source)).Reader;
        return [.. reader.Read(after).Select(i => i.Entry is null ? i : i with { Entry = Whole(i.Entry) })];
    }

    public static ArchiveRefusal? Refusal(byte[] file, ArchiveSource source = ArchiveSource.Diary) =>
        ArchiveReader.Open(new MemoryStream(file), source) is ArchiveOpening.Refused refused ? refused.Why : null;

    /// <summary>What is flawed within a diary's entry.</summary>
    public static string Flaw(string entry)
    {
        using var reader = Assert.IsType<ArchiveOpening.Opened>(ArchiveReader.Open(
            new MemoryStream(Zip(("diary.json", Manifest), ("entries/2026/a.json", entry))), ArchiveSource.Diary)).Reader;
        var item = Assert.Single(reader.Read(0));
        return item.Flaw ?? Assert.Throws<ArchiveFlawException>(() => item.Entry!.Versions.Count()).Message;
    }

    public static string Entry(string version) => $$"""{"id":"{{Walk}}","versions":[{{version}}]}""";

    private static ArchivedEntry Whole(ArchivedEntry entry) => entry with { Versions = [.. entry.Versions] };

    public static async IAsyncEnumerable<ArchivedVersion> Each(IEnumerable<ArchivedVersion> versions)
    {
        foreach (var version in versions)
        {
            await Task.Yield();
            yield return version;
        }
    }
}

/// <summary>A stream that can only be written on, as a network's.</summary>
internal sealed class ForwardStream : MemoryStream
{
    public override bool CanSeek => false;

    public override bool CanRead => false;

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();
}
