using System.Runtime.InteropServices;

namespace Diary.Silo.Hosting;

/// <summary>
/// The heap of native code, where compression keeps the last kilobytes of what an export or an import passes through it: freed memory there
/// is overwritten, as the managed heap's is by <see cref="MemorySweep"/>.
/// </summary>
internal static class NativeHeap
{
    // M_PERTURB of mallopt(3): what is freed is filled with this byte, what is given out with its complement.
    private const int Perturb = -6;
    private const int Filling = 0xFF;

    /// <summary>From now on. Other C libraries than glibc have no such thing: there it is left as it is.</summary>
    public static void OverwriteFreed()
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = MallOpt(Perturb, Filling);
            }
            catch (EntryPointNotFoundException)
            {
                // musl
            }
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallOpt(int parameter, int value);
}
