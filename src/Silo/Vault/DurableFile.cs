using Diary.Integrations.BlobStorage;

namespace Diary.Silo.Vault;

/// <summary>
/// A small file that is only ever replaced whole, for the eyes of its owner. What was answered for survives a power cut.
/// </summary>
internal static class DurableFile
{
    /// <summary>Writes a file of mode 0600 and waits until its bytes are on disk; its name need not be yet.</summary>
    public static void Write(string path, Action<Stream> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        content(file);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Puts <paramref name="aside"/> in the place of <paramref name="path"/> in one step, and keeps what was there as
    /// <paramref name="before"/>. Killed half way, <paramref name="before"/> may be a second name of the same file.
    /// </summary>
    public static void Replace(string aside, string path, string before)
    {
        File.Replace(aside, path, before);
        SyncFolder(path);
    }

    /// <summary>Gives <paramref name="aside"/> the name <paramref name="path"/>; where another has it already, that one stays.</summary>
    public static void Move(string aside, string path)
    {
        try
        {
            File.Move(aside, path, overwrite: false);
            SyncFolder(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    /// <summary>Overwrites a file's bytes in their place, and deletes it.</summary>
    public static void Wipe(string path)
    {
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            file.Write(new byte[file.Length]);
            file.Flush(flushToDisk: true);
        }

        File.Delete(path);
        SyncFolder(path);
    }

    // Without this a power cut could bring back the file before, whose bytes are overwritten by then.
    private static void SyncFolder(string path) => DurableFolder.Sync(Path.GetDirectoryName(Path.GetFullPath(path))!);
}
