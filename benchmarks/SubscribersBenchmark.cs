using System.Diagnostics;
using Diary.TestKit;

namespace Diary.Benchmarks;

/// <summary>What clients cost a silo that are connected, follow their diary, and to whom nothing happens.</summary>
internal static class SubscribersBenchmark
{
    private const int Subscribers = 5_000;
    private const int OfSession = 10; // as many sockets as a session may have
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);

    public static async Task Run()
    {
        using var folder = new TemporaryFolder("subscribers");
        await using var silo = await SiloProcess.Start(folder.Path);
        using var server = Process.GetProcessById(silo.Id);
        var tokens = new string[Subscribers / OfSession];
        await Parallel.ForAsync(0, tokens.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
        {
            using var client = silo.Client();
            await client.SignUp();
            tokens[i] = client.AccessToken;
        });
        server.Refresh();
        var before = server.WorkingSet64;
        var sockets = new SocketClient[Subscribers];
        await Parallel.ForAsync(0, Subscribers, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            sockets[i] = await SocketClient.Connect(silo.Url, tokens[i / OfSession]);
            await sockets[i].Subscribe("c", "subscription { diaryChanged { cursor node { entryId version kind } } }");
        });

        await Task.Delay(TimeSpan.FromSeconds(65), TimeProvider.System); // until keys that signing in has opened are closed
        server.Refresh();
        var (cpu, held, start) = (server.TotalProcessorTime, server.WorkingSet64, Stopwatch.GetTimestamp());
        await Task.Delay(Period, TimeProvider.System);
        server.Refresh();
        var share = (server.TotalProcessorTime - cpu) / Stopwatch.GetElapsedTime(start);
        Console.WriteLine(
            $"{Subscribers} idle subscribers of {tokens.Length} sessions: working set {held >> 20} MiB (before: {before >> 20}), "
            + $"{(held - before) / Subscribers / 1024} KiB each, {share:P0} of a core");

        using var writer = silo.Client();
        writer.SignWith(tokens[0]);
        var written = Stopwatch.GetTimestamp();
        await writer.CreateEntry(Guid.CreateVersion7(), new { body = "To ten at once" });
        await Task.WhenAll(sockets[..OfSession].Select(s => s.Next()));
        Console.WriteLine($"a change told to {OfSession} of them after {Stopwatch.GetElapsedTime(written).TotalMilliseconds:F0} ms");
        Array.ForEach(sockets, s => s.Dispose());
    }
}
