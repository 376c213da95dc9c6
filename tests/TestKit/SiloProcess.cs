using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Diary.TestKit;

/// <summary>The product as an operator starts it: a process of its own with nothing configured but a data folder and a port.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    // All tests come from one address, and hundreds of them in a minute. A setting of 0 brings the default back.
    private static readonly (string Name, string Value)[] Unlimited =
        [("Diary:CredentialsPerMinute", "1000000"), ("Diary:RequestsPerMinute", "1000000")];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _output = [];

    private SiloProcess(Process process) => _process = process;

    /// <summary>Where it listens; known once it is ready.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>All lines that it printed, on both streams.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output)
            {
                return [.. _output];
            }
        }
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>A loopback port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts the command without waiting for anything.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="settings">Settings, by their names with a colon.</param>
    public static SiloProcess Launch(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> settings)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Diary.Silo.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in Unlimited.Concat(settings))
        {
            info.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var silo = new SiloProcess(new Process { StartInfo = info, EnableRaisingEvents = true });
        silo._process.OutputDataReceived += (_, e) => silo.Print(e.Data);
        silo._process.ErrorDataReceived += (_, e) => silo.Print(e.Data);
        silo._process.Exited += (_, _) => silo._ready.TrySetException(new InvalidOperationException("The silo ended before it was ready."));
        silo._process.Start();
        silo._process.BeginOutputReadLine();
        silo._process.BeginErrorReadLine();
        return silo;
    }

    /// <summary>Starts a silo on a data folder and waits until it says that it is ready.</summary>
    public static async Task<SiloProcess> Start(string dataFolder, params IEnumerable<(string Name, string Value)> settings)
    {
        var silo = Launch([], [("Diary:Data", dataFolder), ("Diary:Url", $"http://127.0.0.1:{FreePort()}"), .. settings]);
        try
        {
            silo.Url = new Uri(
                (await silo._ready.Task.WaitAsync(Patience))[(await silo._ready.Task).IndexOf("http", StringComparison.Ordinal)..]);
            return silo;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            await silo.DisposeAsync();
            throw new InvalidOperationException($"{e.Message} It printed: {string.Join(" | ", silo.Output)}", e);
        }
    }

    /// <summary>Waits until it has printed a line that begins so.</summary>
    public async Task Says(string beginning)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (Output.Any(l => l.StartsWith(beginning, StringComparison.Ordinal)))
            {
                said.TrySetResult();
            }
        }

        _process.OutputDataReceived += (_, _) => Look();
        Look();
        await said.Task.WaitAsync(Patience);
    }

    /// <summary>A client without a session.</summary>
    public DiaryClient Client() => new(Url);

    /// <summary>Ends it as a power cut would.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it as Ctrl-C does; the exit code.</summary>
    public async Task<int> Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return await Exit();
    }

    /// <summary>Waits for the end; the exit code.</summary>
    public async Task<int> Exit()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Interrupt();
        }

        _process.Dispose();
    }

    private void Print(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (line.StartsWith("Personal Diary is ready", StringComparison.Ordinal))
        {
            _ready.TrySetResult(line);
        }
    }
}
