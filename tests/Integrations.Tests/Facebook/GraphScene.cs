using Diary.FacebookFake;
using Diary.Integrations.Facebook;
using Diary.TestKit;

namespace Diary.Integrations.Tests.Facebook;

/// <summary>The fake with one user, and a client of its app.</summary>
internal sealed class GraphScene : IAsyncDisposable
{
    public static readonly Uri Callback = new("https://diary.example/facebook/callback");

    private GraphScene(FakeFacebook facebook, MovableClock clock, FacebookClient client)
    {
        (Facebook, Clock, Client) = (facebook, clock, client);
        User = facebook.World.AddUser("Ann Example");
        facebook.World.RedirectUris.Add(Callback.AbsoluteUri);
    }

    public FakeFacebook Facebook { get; }

    public MovableClock Clock { get; }

    public FacebookClient Client { get; }

    public FakeUser User { get; }

    public World World => Facebook.World;

    public static CancellationToken Ended => TestContext.Current.CancellationToken;

    public static async Task<GraphScene> Start(TimeSpan? timeout = null)
    {
        var clock = new MovableClock(standsStill: true);
        var facebook = await FakeFacebook.Start(clock);
        return new GraphScene(facebook, clock, new FacebookClient(new FacebookOptions
        {
            ClientId = facebook.World.AppId,
            ClientSecret = facebook.World.AppSecret,
            GraphUrl = facebook.Url,
            DialogUrl = facebook.Url,
            MediaHosts = ["127.0.0.1"],
            Pauses = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)],
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
        }, clock));
    }

    /// <summary>What the dialog sends the browser back with.</summary>
    public async Task<string> Consent(params string[] scopes)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var response = await browser.GetAsync(
            Client.Login.Dialog(Callback, "the state", ["public_profile", .. scopes], again: false), Ended);
        return response.Headers.Location?.Query ?? "";
    }

    /// <summary>A user's token for an hour.</summary>
    public async Task<string> ShortToken(params string[] scopes)
    {
        var query = await Consent(scopes);
        var code = query.TrimStart('?').Split('&').Single(p => p.StartsWith("code=", StringComparison.Ordinal))["code=".Length..];
        return (await Client.Login.Redeem(code, Callback, Ended)).Value;
    }

    /// <summary>A user's token for sixty days.</summary>
    public async Task<string> LongToken(params string[] scopes) =>
        (await Client.Login.Prolong(await ShortToken(scopes), Ended)).Value;

    /// <summary>What a call fails with.</summary>
    public static Task<GraphException> Failure(Func<Task> call) => Assert.ThrowsAsync<GraphException>(call);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Facebook.DisposeAsync();
    }
}
