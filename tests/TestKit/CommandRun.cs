using System.Diagnostics;

namespace Diary.TestKit;

/// <summary>A program that a test runs to its end.</summary>
/// <param name="ExitCode">0 where it was content.</param>
/// <param name="Output">What it printed, on both streams.</param>
public sealed record CommandRun(int ExitCode, string Output)
{
    /// <summary>Runs a program; its input is closed.</summary>
    public static async Task<CommandRun> Of(
        string folder, string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandRun(process.ExitCode, await output + await errors);
    }
}
