namespace Diary.Integrations.Facebook;

/// <summary>An operator's own Meta app, and where the Graph API is.</summary>
public sealed record FacebookOptions
{
    /// <summary>The app's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>The app's secret.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>The version of the Graph API, such as v25.0. One lives for two years at least.</summary>
    public string GraphVersion { get; init; } = "v25.0";

    /// <summary>The host of the API.</summary>
    public Uri GraphUrl { get; init; } = new("https://graph.facebook.com");

    /// <summary>The host of the dialogs.</summary>
    public Uri DialogUrl { get; init; } = new("https://www.facebook.com");

    /// <summary>Hosts that photos are fetched from: each with all of its subdomains, and nothing else.</summary>
    public IReadOnlyList<string> MediaHosts { get; init; } = ["fbcdn.net"];

    /// <summary>How long one call may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pauses before a GET that found the service away is tried again; other calls never are.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)];

    /// <summary>What records print: nothing, since it holds a secret.</summary>
    public override string ToString() => nameof(FacebookOptions);
}
