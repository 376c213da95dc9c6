using System.Runtime.InteropServices;

namespace Diary.GraphQL.Keys;

/// <summary>The runtime's own priorities do nothing on Linux, where each thread has a nice value instead (setpriority(2)).</summary>
internal static class ThreadPriority
{
    private const int Process = 0; // PRIO_PROCESS, which on Linux is one thread
    private const int Nice = 10;   // a tenth of what a thread at 0 gets of a core that both want

    /// <summary>From now on other threads and processes go before the calling one. Where the system refuses, it stays as it is.</summary>
    public static void Lower()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(Process, 0, Nice);
        }
        else
        {
            Thread.CurrentThread.Priority = System.Threading.ThreadPriority.BelowNormal;
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
