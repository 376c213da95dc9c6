using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.Benchmarks;

/// <summary>What an account's life costs: signing in, renewing, checking a token, sealing on the client; and a rush of sign-ins.</summary>
internal static class AccountsBenchmark
{
    private const int SignIns = 150;
    private const int Renewals = 1000;
    private const int Checks = 3000;
    private const int Connections = 32;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public static async Task Run()
    {
        using var folder = new TemporaryFolder("accounts");
        await using var silo = await SiloProcess.Start(folder.Path);
        using var client = silo.Client();
        await client.SignUp();
        await SignIn(client);
        await Renew(client);
        await CheckToken(client);
        await CreateEntries(silo);
    }

    /// <summary>One after the other, each beside a run of Argon2id in this process: what else the machine does meets both.</summary>
    private static async Task SignIn(DiaryClient client)
    {
        var costs = Argon2idParameters.WithFreshSalt();
        var (bare, whole) = (new List<double>(), new List<double>());
        for (var i = 0; i < SignIns; i++)
        {
            bare.Add(await Quantiles.Time(
                () => Task.Run(() => PasswordHashing.DeriveKeys(DiaryClient.Password, costs).Dispose())));
            whole.Add(await Quantiles.Time(async () => client.Use(Session(await client.SignIn(client.Email)))));
        }

        var (argon2, signIn) = (new Quantiles(bare.Skip(SignIns / 3)), new Quantiles(whole.Skip(SignIns / 3)));
        Console.WriteLine($"Argon2id alone               {argon2}");
        Console.WriteLine(
            $"signIn                       {signIn}; overhead p50 {signIn.P50 - argon2.P50:F1}, p95 {signIn.P95 - argon2.P95:F1} ms");
    }

    private static async Task Renew(DiaryClient client)
    {
        const string document = "mutation ($token: String!) { refreshSession(refreshToken: $token) { "
            + "session { accessToken refreshToken } problems { code } } }";
        var times = new List<double>();
        for (var i = 0; i < Renewals; i++)
        {
            times.Add(await Quantiles.Time(async () => client.Use(Session(
                (await client.Data(document, new { token = client.RefreshToken })).GetProperty("refreshSession")))));
        }

        Console.WriteLine($"refreshSession               {new Quantiles(times.Skip(Renewals / 10))}");
    }

    /// <summary>The same small request with and without a token, in turns: what differs is the check of the token.</summary>
    private static async Task CheckToken(DiaryClient client)
    {
        var (anonymous, signed) = (new List<double>(), new List<double>());
        var token = client.AccessToken;
        for (var i = 0; i < Checks; i++)
        {
            client.SignWith(null);
            anonymous.Add(await Quantiles.Time(() => client.Raw("{ __typename }")));
            client.SignWith(token);
            signed.Add(await Quantiles.Time(() => client.Raw("{ __typename }")));
        }

        var (without, with) = (new Quantiles(anonymous.Skip(Checks / 3)), new Quantiles(signed.Skip(Checks / 3)));
        Console.WriteLine($"{{ __typename }} without token {without}");
        Console.WriteLine($"{{ __typename }} with token    {with}; the check takes {with.P50 - without.P50:F3} ms at p50");
    }

    /// <summary>The same entries in both tiers, in turns. E2E ones are sealed before the time is taken, as a client would.</summary>
    private static async Task CreateEntries(SiloProcess silo)
    {
        using var uce = silo.Client();
        await uce.SignUp();
        using var e2e = silo.Client();
        using var device = await E2EDevice.SignUp(e2e);
        using var sealing = new E2ESealing(device);
        using var server = Process.GetProcessById(silo.Id);
        var content = new { title = "A day", body = new string('x', 1024 - 48), tags = new[] { "home" } };
        for (var round = 1; round <= 2; round++)
        {
            await new LoadClient(silo.Url, uce.AccessToken, server).Measure("createEntry, UCE", Connections, Period,
                () => Requests.CreateEntry(Guid.CreateVersion7(), new { plain = content }));
            var ready = new Stack<string>(await Task.Run(() => Enumerable.Range(0, 30_000).AsParallel().Select(_ =>
            {
                var id = Guid.CreateVersion7();
                var plain = JsonSerializer.SerializeToNode(content)!;
                return Requests.CreateEntry(id, new { @sealed = Spare(sealing, id, plain) });
            }).ToList()));
            await new LoadClient(silo.Url, e2e.AccessToken, server).Measure("createEntry, E2E", Connections, Period, () =>
            {
                lock (ready)
                {
                    return ready.Pop();
                }
            });
        }
    }

    /// <summary>Without search terms, as the UCE entry has none either.</summary>
    private static JsonObject Spare(E2ESealing sealing, Guid id, JsonNode plain)
    {
        var sealedContent = sealing.Seal(id, 1, plain);
        sealedContent.Remove("searchTokens");
        return sealedContent;
    }

    internal static JsonElement Session(JsonElement payload) =>
        payload.GetProperty("session") is { ValueKind: JsonValueKind.Object } session ? session
            : throw new InvalidOperationException($"No session: {payload}");
}
