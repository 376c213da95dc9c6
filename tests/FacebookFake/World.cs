using System.Security.Cryptography;
using System.Text;

namespace Diary.FacebookFake;

/// <summary>What the fake knows: one app, users with their posts, pages, tokens. All is in memory; take <see cref="Gate"/>.</summary>
/// <param name="clock">What it takes for the time.</param>
public sealed class World(TimeProvider clock)
{
    private long _lastId = 101_500_000_000_000;

    /// <summary>Guards everything below.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The app's id.</summary>
    public string AppId { get; } = "123456789012345";

    /// <summary>The app's secret.</summary>
    public string AppSecret { get; } = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    /// <summary>Where users may be sent back to.</summary>
    public HashSet<string> RedirectUris { get; } = new(StringComparer.Ordinal);

    /// <summary>Who sits before the browser.</summary>
    public FakeUser? SignedIn { get; set; }

    /// <summary>Whether that one says no to all.</summary>
    public bool DeniesAll { get; set; }

    /// <summary>Another app, to which the tokens belong that it gives; null: ours.</summary>
    public string? GivesTokensOf { get; set; }

    /// <summary>Whether lists are paged by cursors; else by times.</summary>
    public bool PagesByCursor { get; set; }

    /// <summary>Pages of posts with attachments that are longer than this are too much; 0: none is.</summary>
    public int TooMuchAbove { get; set; }

    /// <summary>Whether a long-lived token can be exchanged for one that lives longer.</summary>
    public bool ProlongsTokens { get; set; } = true;

    /// <summary>The users.</summary>
    public List<FakeUser> Users { get; } = [];

    /// <summary>The tokens, by what they are.</summary>
    public Dictionary<string, FakeToken> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>Codes that were given and not used: whose, where to, until when.</summary>
    public Dictionary<string, (FakeUser User, string RedirectUri, DateTimeOffset Until)> Codes { get; } = new(StringComparer.Ordinal);

    /// <summary>Photos by name: bytes, type.</summary>
    public Dictionary<string, (byte[] Bytes, string ContentType)> Media { get; } = new(StringComparer.Ordinal);

    /// <summary>The time, in whole seconds.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>All pages.</summary>
    public IEnumerable<FakePage> Pages => Users.SelectMany(u => u.Pages);

    /// <summary>Another id.</summary>
    public string NextId() => Interlocked.Increment(ref _lastId).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A user; the first one sits before the browser.</summary>
    public FakeUser AddUser(string name)
    {
        var user = new FakeUser(NextId(), name);
        lock (Gate)
        {
            Users.Add(user);
            SignedIn ??= user;
        }

        return user;
    }

    /// <summary>A page of a user.</summary>
    public FakePage AddPage(FakeUser user, string name, bool canPublish = true)
    {
        var page = new FakePage(NextId(), name) { CanPublish = canPublish };
        lock (Gate)
        {
            user.Pages.Add(page);
        }

        return page;
    }

    /// <summary>A post of a user.</summary>
    public FakePost AddPost(FakeUser user, string? message, DateTimeOffset at, params string[] photos)
    {
        var post = new FakePost($"{user.Id}_{NextId()}", message, at) { UpdatedAt = at };
        post.Photos.AddRange(photos);
        lock (Gate)
        {
            user.Posts.Add(post);
        }

        return post;
    }

    /// <summary>A photo that posts can have.</summary>
    public string AddPhoto(byte[] bytes, string contentType = "image/jpeg")
    {
        var name = $"p{NextId()}.jpg";
        lock (Gate)
        {
            Media[name] = (bytes, contentType);
        }

        return name;
    }

    /// <summary>A token of a kind.</summary>
    internal FakeToken Issue(TokenKind kind, FakeUser? user, FakePage? page, TimeSpan? lifetime)
    {
        var token = new FakeToken($"EAA{Convert.ToHexString(RandomNumberGenerator.GetBytes(24))}", kind, user, page, Now, Now + lifetime)
        {
            OtherApp = GivesTokensOf,
        };
        Tokens[token.Value] = token;
        return token;
    }

    /// <summary>What proves that a caller has the app's secret.</summary>
    internal string ProofOf(string token) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(AppSecret), Encoding.UTF8.GetBytes(token)));
}

/// <summary>A user.</summary>
public sealed class FakeUser(string id, string name)
{
    /// <summary>The id, as the app knows it.</summary>
    public string Id => id;

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>Permissions that were given.</summary>
    public HashSet<string> Granted { get; } = new(StringComparer.Ordinal);

    /// <summary>Permissions that the user refuses when asked.</summary>
    public HashSet<string> Declines { get; } = new(StringComparer.Ordinal);

    /// <summary>Permissions that were refused.</summary>
    public HashSet<string> Declined { get; } = new(StringComparer.Ordinal);

    /// <summary>The posts.</summary>
    public List<FakePost> Posts { get; } = [];

    /// <summary>The pages.</summary>
    public List<FakePage> Pages { get; } = [];

    /// <summary>When the password was changed: tokens of before are dead.</summary>
    public DateTimeOffset? PasswordChangedAt { get; set; }

    /// <summary>When the app was removed: tokens of before are dead.</summary>
    public DateTimeOffset? RemovedAppAt { get; set; }
}

/// <summary>A page.</summary>
public sealed class FakePage(string id, string name)
{
    /// <summary>The id.</summary>
    public string Id => id;

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>Whether its user has the task CREATE_CONTENT.</summary>
    public bool CanPublish { get; set; }

    /// <summary>Whether its user has any role there still.</summary>
    public bool HasRole { get; set; } = true;

    /// <summary>The posts.</summary>
    public List<FakePost> Posts { get; } = [];

    /// <summary>Photos that no post has yet: their ids, and their bytes as they came.</summary>
    public Dictionary<string, byte[]> Photos { get; } = new(StringComparer.Ordinal);
}

/// <summary>A post.</summary>
public sealed class FakePost(string id, string? message, DateTimeOffset at)
{
    /// <summary>owner_post.</summary>
    public string Id => id;

    /// <summary>When it was posted.</summary>
    public DateTimeOffset At => at;

    /// <summary>The text; null where it has none.</summary>
    public string? Message { get; set; } = message;

    /// <summary>A link that it shares.</summary>
    public string? Link { get; set; }

    /// <summary>When it was changed or commented on.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Who sees it.</summary>
    public string Privacy { get; set; } = "ALL_FRIENDS";

    /// <summary>Where it was posted.</summary>
    public (string Name, double Latitude, double Longitude)? Place { get; set; }

    /// <summary>Whether the list leaves it out, for its privacy: the page is shorter by it.</summary>
    public bool IsWithheld { get; set; }

    /// <summary>Names of photos (a user's), or their ids (a page's).</summary>
    public List<string> Photos { get; } = [];
}

/// <summary>What a token is of.</summary>
public enum TokenKind
{
    /// <summary>A user's, for an hour.</summary>
    Short,

    /// <summary>A user's, for sixty days.</summary>
    Long,

    /// <summary>A page's, for ever.</summary>
    Page,

    /// <summary>The app's.</summary>
    App,
}

/// <summary>A token.</summary>
public sealed record FakeToken(
    string Value, TokenKind Kind, FakeUser? User, FakePage? Page, DateTimeOffset IssuedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>The app that it was given to; null: ours.</summary>
    public string? OtherApp { get; init; }

    /// <summary>Not its value.</summary>
    public override string ToString() => $"{Kind} token";
}
