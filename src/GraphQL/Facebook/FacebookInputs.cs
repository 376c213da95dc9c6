using System.ComponentModel;
using GraphQL;

namespace Diary.GraphQL.Facebook;

/// <summary>What to connect for.</summary>
public sealed class ConnectFacebookInput
{
    /// <summary>Where the browser goes after it, with a parameter that says how it went.</summary>
    [Description("Where the browser goes after it: https, or http on this machine. It gets the parameter facebook: connected, declined "
        + "(some permissions), denied (all), or failed.")]
    public string ReturnUrl { get; set; } = "";

    /// <summary>Bring posts.</summary>
    [DefaultAstValue("true")]
    public bool? Pull { get; set; }

    /// <summary>Publish entries.</summary>
    [DefaultAstValue("false")]
    public bool? Publish { get; set; }
}

/// <summary>What is brought, and how often.</summary>
public sealed class ConfigureFacebookInput
{
    /// <summary>Bring posts.</summary>
    public bool Pull { get; set; }

    /// <summary>How often.</summary>
    [DefaultAstValue("60"), Description("From 15 minutes to 7 days.")]
    public int? EveryMinutes { get; set; }
}

/// <summary>What to publish.</summary>
public sealed class PublishToFacebookInput
{
    /// <summary>Of which entry.</summary>
    [Id]
    public string EntryId { get; set; } = "";

    /// <summary>On which page.</summary>
    [Id, Description("Null: the profile's share dialog instead, which only hands a link over.")]
    public string? PageId { get; set; }

    /// <summary>The text.</summary>
    [Description("What is published: never more than what stands here.")]
    public string Message { get; set; } = "";

    /// <summary>Photos, of a UCE diary.</summary>
    [DefaultAstValue("[]"), Id]
    public IReadOnlyList<string>? Media { get; set; }

    /// <summary>A link.</summary>
    public string? Link { get; set; }
}
