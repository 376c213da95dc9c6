using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Diary.Benchmarks;

/// <summary>A cheap HTTP/1.1 client: the machine is shared with the server, so that a costly client would measure itself.</summary>
internal sealed class LoadClient(Uri url, string token, Process server)
{
    /// <summary>Sends requests over a number of connections for a time, and prints what it saw.</summary>
    /// <param name="what">The name of the figure.</param>
    /// <param name="connections">How many requests are under way at once.</param>
    /// <param name="period">How long.</param>
    /// <param name="body">Makes the body of each request.</param>
    public async Task Measure(string what, int connections, TimeSpan period, Func<string> body)
    {
        await Load(connections, TimeSpan.FromSeconds(3), body);
        server.Refresh();
        var cpu = server.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        var times = await Load(connections, period, body);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        server.Refresh();
        cpu = server.TotalProcessorTime - cpu;
        Console.WriteLine($"{what,-28} {times.Count / seconds,6:F0} a second, {times}; "
            + $"{cpu.TotalMicroseconds / times.Count:F0} µs of the server's CPU each");
    }

    private async Task<Quantiles> Load(int connections, TimeSpan period, Func<string> body)
    {
        var start = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(url.Host, url.Port);
            var buffer = new byte[1 << 20];
            var seen = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < period)
            {
                var text = body();
                var request = Encoding.UTF8.GetBytes(
                    $"POST {url.AbsolutePath} HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\n"
                    + $"Authorization: Bearer {token}\r\nContent-Length: {Encoding.UTF8.GetByteCount(text)}\r\n\r\n{text}");
                var sent = Stopwatch.GetTimestamp();
                await socket.SendAsync(request);
                await Receive(socket, buffer);
                seen.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            return seen;
        })));
        return new Quantiles(times.SelectMany(t => t));
    }

    /// <summary>Reads one response, chunked or not, and checks that it is a success without errors or problems.</summary>
    private static async Task Receive(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read;
            var response = buffer.AsSpan(0, length);
            var head = response.IndexOf("\r\n\r\n"u8);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            if (head < 0 || !IsWhole(response, head))
            {
                continue;
            }

            if (!response.StartsWith("HTTP/1.1 200"u8) || response.IndexOf("\"errors\""u8) >= 0 || response.IndexOf("\"code\""u8) >= 0)
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(response));
            }

            return;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> response, int head)
    {
        var at = response[..head].IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            return response.EndsWith("0\r\n\r\n"u8);
        }

        var number = response[(at + 16)..head];
        var end = number.IndexOf("\r"u8);
        return response.Length >= head + 4 + int.Parse(end < 0 ? number : number[..end]);
    }
}
