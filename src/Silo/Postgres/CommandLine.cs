using System.ComponentModel;
using System.Diagnostics;

namespace Diary.Silo.Postgres;

/// <summary>What a finished command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last line that it wrote, complaints first, for a message of one line.</summary>
    public string Reason => LastLine(Error) ?? LastLine(Output) ?? $"exit code {ExitCode}";

    private static string? LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
}

/// <summary>Runs a command to its end, without a shell and without input.</summary>
internal static class CommandLine
{
    public static Task<CommandResult> Run(string file, IEnumerable<string> arguments, CancellationToken cancel) =>
        Run(new ProcessStartInfo(file, arguments), cancel);

    /// <summary>Ends the command when <paramref name="cancel"/> does. A command that cannot be started gives exit code 127.</summary>
    public static async Task<CommandResult> Run(ProcessStartInfo start, CancellationToken cancel)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new(127, "", e.Message);
        }

        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The first file of that name on PATH, with its links resolved; null where there is none.</summary>
    public static string? Find(string name)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (file.Exists) return file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
        }

        return null;
    }
}
