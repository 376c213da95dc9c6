using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Diary.Silo.Postgres;

namespace Diary.TestKit;

/// <summary>A folder that lives as long as its test. What a killed test process left behind, the next one removes.</summary>
public sealed class TemporaryFolder : IDisposable
{
    // Not the temporary folder of the environment: root's may be closed to the account that PostgreSQL runs as.
    private const string Parent = "/tmp";
    private const string Prefix = "personal-diary-test-";

    /// <summary>Makes a folder that names this process and <paramref name="purpose"/>.</summary>
    public TemporaryFolder(string purpose)
    {
        RemoveAbandoned();
        var random = RandomNumberGenerator.GetHexString(8, lowercase: true);
        Path = string.Create(CultureInfo.InvariantCulture, $"{Parent}/{Prefix}{Environment.ProcessId}-{purpose}-{random}");
        Directory.CreateDirectory(Path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => Remove(Path);

    private static void RemoveAbandoned()
    {
        foreach (var folder in Directory.EnumerateDirectories(Parent, Prefix + "*"))
        {
            var owner = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (!Directory.Exists("/proc/" + owner)) Remove(folder);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            EndServerIn(folder);
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another account's, or somebody else is removing it too.
        }
    }

    private static void EndServerIn(string folder)
    {
        foreach (var data in Directory.EnumerateDirectories(folder, "data", SearchOption.AllDirectories))
        {
            if (PostmasterFile.ReadRunning(data) is not { } running) continue;
            using var server = Process.GetProcessById(running.ProcessId);
            server.Kill(entireProcessTree: true);
            server.WaitForExit(TimeSpan.FromSeconds(5));
        }
    }
}
