using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Diary.Integrations.BlobStorage;

/// <summary>A folder whose names survive a power cut.</summary>
public static class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>
    /// Brings the names of a folder to the disk. A file's name is there once its folder is, and .NET opens no folders.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be brought to the disk.</exception>
    public static void Sync(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = Open([.. Encoding.UTF8.GetBytes(Path.GetFullPath(path)), 0], ReadOnly);
        if (folder.IsInvalid || Sync(folder) != 0)
        {
            throw new IOException($"A folder cannot be brought to disk ({Marshal.GetLastPInvokeError()}).");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(SafeFileHandle file);
}
