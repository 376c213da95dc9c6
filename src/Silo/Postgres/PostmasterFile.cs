using System.Globalization;

namespace Diary.Silo.Postgres;

/// <summary>
/// What a running server writes into <c>postmaster.pid</c>: its process on line 1, its port on line 4, its state on line 8.
/// </summary>
internal sealed record PostmasterFile(int ProcessId, int Port, string State)
{
    public bool IsReady => State == "ready";

    /// <summary>The server that runs on <paramref name="dataDirectory"/>; null where none does, or where it is not that far yet.</summary>
    public static PostmasterFile? ReadRunning(string dataDirectory)
    {
        var file = Read(dataDirectory);
        return file is not null && Runs(file.ProcessId, dataDirectory) ? file : null;
    }

    /// <summary>
    /// Deletes the file of a dead server whose process number now belongs to something else; PostgreSQL would not dare to.
    /// </summary>
    public static void DeleteStale(string dataDirectory)
    {
        var file = Read(dataDirectory);
        if (file is not null && IsAnotherProgram(file.ProcessId)) File.Delete(PathIn(dataDirectory));
    }

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "postmaster.pid");

    private static PostmasterFile? Read(string dataDirectory)
    {
        try
        {
            var lines = File.ReadAllLines(PathIn(dataDirectory));
            return lines.Length >= 4
                && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var process)
                && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
                ? new(process, port, lines.ElementAtOrDefault(7)?.Trim() ?? "starting")
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Process numbers are used again, soonest in containers, so a live one proves nothing: its command line names the data.
    private static bool Runs(int processId, string dataDirectory) => CommandLineOf(processId).Split('\0').Contains(dataDirectory);

    private static bool IsAnotherProgram(int processId) =>
        CommandLineOf(processId) is { Length: > 0 } line && !line.Contains("postgres", StringComparison.Ordinal);

    private static string CommandLineOf(int processId)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
