using System.Runtime.Versioning;

namespace Diary.Silo.Postgres;

/// <summary>A lock between processes, which the kernel lets go of when its process dies.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FileLock : IDisposable
{
    private const int WouldBlock = 11;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    public static FileLock? TryExclusive(string path) => TryOpen(path, FileShare.None);

    public static FileLock? TryShared(string path) => TryOpen(path, FileShare.Read);

    /// <summary>Asks <paramref name="attempt"/> for the lock until it has it; null after <paramref name="patience"/>.</summary>
    public static async Task<FileLock?> Wait(Func<FileLock?> attempt, TimeSpan patience, TimeProvider clock, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            if (attempt() is { } taken) return taken;
            if (clock.GetElapsedTime(began) > patience) return null;
            await Task.Delay(Pause, clock, cancel);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileLock? TryOpen(string path, FileShare share)
    {
        try
        {
            return new(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = share,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
    }
}
