using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Diary.TestKit;

namespace Diary.Benchmarks;

/// <summary>A thousand sign-ins that arrive at once, from as many addresses, beside somebody who reads and writes all the while.</summary>
internal static class SignInRush
{
    private const int SignIns = 1000;
    private const int AnAccount = 5; // more at the same moment look like guessing
    private const int ReadersASecond = 50;
    private const string Page =
        "{ entries(first: 20) { nodes { id version tags { name } content { ... on PlainContent { title body } } } } }";

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(20);

    public static async Task Run()
    {
        using var data = new TemporaryFolder("rush");
        await using var silo = await SiloProcess.Start(
            data.Path, ("Diary:TrustedProxies", "127.0.0.1"));
        var emails = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, SignIns / AnAccount), new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (_, _) =>
            {
                using var newcomer = silo.Client();
                await newcomer.SignUp();
                lock (emails)
                {
                    emails.AddRange(Enumerable.Repeat(newcomer.Email, AnAccount));
                }
            });
        using var reader = silo.Client();
        await reader.SignUp();
        for (var i = 0; i < 50; i++)
        {
            await reader.CreateEntry(Guid.CreateVersion7(), new { title = "A day", body = new string('x', 1024), tags = new[] { "home" } });
        }

        await Read(reader, Task.Delay(Calm / 2, TimeProvider.System));
        var calm = await Read(reader, Task.Delay(Calm, TimeProvider.System));
        Console.WriteLine($"other requests, alone        {calm}");
        var start = Stopwatch.GetTimestamp();
        var rush = Task.WhenAll(emails.Select((email, i) => SignIn(silo.Url, email, $"10.1.{i / 250}.{(i % 250) + 1}")));
        var pressed = await Read(reader, rush);
        var signIns = await rush;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"{SignIns} sign-ins at once        all served in {seconds:F0} s, {SignIns / seconds:F1} a second; "
            + $"told to wait {signIns.Sum(s => s.ToldToWait)} times; time to be served {new Quantiles(signIns.Select(s => s.Time))}");
        Console.WriteLine($"other requests meanwhile     {pressed}; none failed; p95 {pressed.P95 / calm.P95:F2} times that alone");
        using var server = Process.GetProcessById(silo.Id);
        Console.WriteLine($"server: peak {server.PeakWorkingSet64 >> 20} MiB");
    }

    /// <summary>
    /// So many requests a second, whether or not the earlier ones were answered, until the task ends. One that fails ends this.
    /// </summary>
    private static async Task<Quantiles> Read(DiaryClient client, Task until)
    {
        var times = new List<Task<double>>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / ReadersASecond));
        while (!until.IsCompleted && await pace.WaitForNextTickAsync())
        {
            var writes = times.Count % 5 == 0;
            times.Add(Quantiles.Time(() => writes
                ? client.CreateEntry(Guid.CreateVersion7(), new { body = "A short line.", tags = new[] { "home" } })
                : client.Data(Page)));
        }

        return new Quantiles(await Task.WhenAll(times));
    }

    /// <summary>Signs in as a client should: one that is told to wait comes back when it was told to.</summary>
    private static async Task<(double Time, int ToldToWait)> SignIn(Uri url, string email, string address)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        var waits = 0;
        var time = await Quantiles.Time(async () =>
        {
            while (await Try(http, url, email) is { } wait)
            {
                waits++;
                await Task.Delay(wait, TimeProvider.System);
            }
        });
        return (time, waits);
    }

    private static async Task<TimeSpan?> Try(HttpClient http, Uri url, string email)
    {
        using var response = await http.PostAsJsonAsync(url, new
        {
            query = "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } problems { code message } } }",
            variables = new { input = new { email, credential = new { password = DiaryClient.Password }, device = "rush" } },
        });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (answer.TryGetProperty("errors", out var errors))
        {
            return errors[0].GetProperty("extensions").TryGetProperty("retryAfterSeconds", out var seconds)
                ? TimeSpan.FromSeconds(seconds.GetInt32())
                : throw new InvalidOperationException($"Not told to wait, but: {errors}");
        }

        AccountsBenchmark.Session(answer.GetProperty("data").GetProperty("signIn"));
        return null;
    }
}
