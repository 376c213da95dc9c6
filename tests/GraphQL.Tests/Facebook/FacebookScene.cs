using System.Text;
using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.FacebookFake;
using Diary.TestKit;
using Npgsql;

namespace Diary.GraphQL.Tests.Facebook;

/// <summary>A server with a Meta app, and the Facebook that it belongs to; both go by one clock.</summary>
internal sealed class FacebookScene : IAsyncDisposable
{
    public const string ReturnUrl = "https://app.example/settings?tab=facebook";

    private readonly HttpClient _browser = new(new HttpClientHandler { AllowAutoRedirect = false });

    private FacebookScene(FakeFacebook facebook, DiaryServer server, MovableClock clock) =>
        (Facebook, Server, Clock, User) = (facebook, server, clock, facebook.World.AddUser("Ann Example"));

    public FakeFacebook Facebook { get; }

    public DiaryServer Server { get; }

    public MovableClock Clock { get; }

    public FakeUser User { get; }

    public World World => Facebook.World;

    public static CancellationToken Ended => TestContext.Current.CancellationToken;

    public static async Task<FacebookScene> Start(DiaryFixture fixture)
    {
        var clock = new MovableClock();
        var facebook = await FakeFacebook.Start(clock);
        var url = $"http://127.0.0.1:{SiloProcess.FreePort()}";
        facebook.World.RedirectUris.Add($"{url}/facebook/callback");
        return new FacebookScene(facebook, await fixture.StartServer(clock, [("Diary:Url", url), .. Settings(facebook)]), clock);
    }

    /// <summary>What makes a server use that Facebook.</summary>
    public static IEnumerable<(string Name, string Value)> Settings(FakeFacebook facebook) =>
    [
        ("Facebook:ClientId", facebook.World.AppId), ("Facebook:ClientSecret", facebook.World.AppSecret),
        ("Facebook:GraphUrl", facebook.Url.AbsoluteUri), ("Facebook:DialogUrl", facebook.Url.AbsoluteUri),
        ("Facebook:MediaHosts", "127.0.0.1"),
    ];

    /// <summary>A fresh account.</summary>
    public Task<DiaryClient> SignUp(Tier tier = Tier.Uce) => Server.SignUp(tier);

    /// <summary>A fresh account that is connected.</summary>
    public async Task<DiaryClient> Connected(Tier tier = Tier.Uce, bool pull = true, bool publish = false)
    {
        var client = await SignUp(tier);
        Assert.Equal("connected", await Connect(client, pull, publish));
        return client;
    }

    /// <summary>The whole way of a consent; what the address says that the browser ends at.</summary>
    public async Task<string> Connect(DiaryClient client, bool pull = true, bool publish = false)
    {
        var back = await Follow((await client.ConnectFacebook(ReturnUrl, pull, publish)).Text("authorizationUrl")!);
        Assert.Equal(302, (int)back.StatusCode);
        var end = back.Headers.Location!.AbsoluteUri;
        Assert.StartsWith($"{ReturnUrl}&facebook=", end, StringComparison.Ordinal);
        return end.Split("facebook=")[^1];
    }

    /// <summary>What the diary answers to a browser that comes back from the dialog.</summary>
    public async Task<HttpResponseMessage> Follow(string authorizationUrl)
    {
        using var dialog = await _browser.GetAsync(new Uri(authorizationUrl), Ended);
        return await Visit(dialog.Headers.Location!);
    }

    /// <summary>What a browser is answered.</summary>
    public Task<HttpResponseMessage> Visit(Uri address) => _browser.GetAsync(address, Ended);

    /// <summary>All rows of all tables, bytes as hexadecimal digits.</summary>
    public async Task<string> Database()
    {
        await using var database = NpgsqlDataSource.Create(Server.ConnectionString);
        var tables = new List<string>();
        await using (var listing = database.CreateCommand(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('events', 'read', 'vault', 'orleans')"))
        await using (var row = await listing.ExecuteReaderAsync(Ended))
        {
            while (await row.ReadAsync(Ended))
            {
                tables.Add(row.GetString(0));
            }
        }

        var all = new StringBuilder();
        foreach (var table in tables)
        {
            await using var rows = database.CreateCommand($"SELECT string_agg(t::text, ' ') FROM {table} t");
            all.Append(await rows.ExecuteScalarAsync(Ended) as string);
        }

        return all.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await Server.DisposeAsync();
        await Facebook.DisposeAsync();
    }
}

/// <summary>What a client asks of Facebook's part.</summary>
internal static class FacebookRequests
{
    public const string Account =
        "state name connectedAt tokenExpiresAt lastSyncAt nextSyncAt pull pages { id name canPublish } successRate";

    private const string Problems = "problems { code message field }";

    public static async Task<JsonElement> ConnectFacebook(
        this DiaryClient client, string returnUrl, bool pull = true, bool publish = false) => (await client.Data(
            $"mutation ($input: ConnectFacebookInput!) {{ connectFacebook(input: $input) {{ authorizationUrl {Problems} }} }}",
            new { input = new { returnUrl, pull, publish } })).At("connectFacebook");

    /// <summary>Trades the tokens, where the clock has outlived them.</summary>
    public static async Task Renew(this DiaryClient client) => client.Use((await client.Data(
        "mutation ($token: String!) { refreshSession(refreshToken: $token) { session { accessToken refreshToken } } }",
        new { token = client.RefreshToken })).At("refreshSession.session"));

    public static async Task<JsonElement> Facebook(this DiaryClient client) =>
        (await client.Data($"{{ facebook {{ {Account} }} }}")).At("facebook");

    public static async Task<JsonElement> DisconnectFacebook(this DiaryClient client) =>
        (await client.Data($"mutation {{ disconnectFacebook {{ facebook {{ {Account} }} {Problems} }} }}")).At("disconnectFacebook");

    public static async Task<JsonElement> ConfigureFacebook(this DiaryClient client, bool pull, int? everyMinutes = null) =>
        (await client.Data(
            $"mutation ($input: ConfigureFacebookInput!) {{ configureFacebook(input: $input) {{ facebook {{ {Account} }} {Problems} }} }}",
            new { input = everyMinutes is null ? (object)new { pull } : new { pull, everyMinutes } })).At("configureFacebook");

    public static async Task<JsonElement> PullFromFacebook(this DiaryClient client, string? since = null) => (await client.Data(
        $"mutation ($since: Date) {{ pullFromFacebook(since: $since) {{ {Archives.ArchiveRequests.Job} {Problems} }} }}", new { since }))
        .At("pullFromFacebook");
}
