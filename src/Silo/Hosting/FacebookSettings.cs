using System.Text.RegularExpressions;
using Diary.Integrations.Facebook;

namespace Diary.Silo.Hosting;

/// <summary>An operator's own Meta app: the settings <c>Facebook:*</c>, of which <c>Facebook:ClientId</c> turns it on.</summary>
internal static partial class FacebookSettings
{
    private const string Section = "Facebook";

    /// <summary>Reads and checks them; null where none is set.</summary>
    /// <exception cref="SettingException">A value is wrong, or one is missing.</exception>
    public static FacebookOptions? From(IConfiguration configuration)
    {
        var (id, secret) = (Text("ClientId"), Text("ClientSecret"));
        if (id is null || secret is null)
        {
            return configuration.GetSection(Section).GetChildren().Any(s => !string.IsNullOrWhiteSpace(s.Value))
                ? throw new SettingException($"{Section}:{(id is null ? "ClientId" : "ClientSecret")}",
                    "must be set where other settings of Facebook are: it is that of the operator's Meta app") : null;
        }

        var defaults = new FacebookOptions { ClientId = id, ClientSecret = secret };
        return defaults with
        {
            GraphVersion = Text("GraphVersion") is not { } version ? defaults.GraphVersion
                : Version().IsMatch(version) ? version : throw new SettingException($"{Section}:GraphVersion", "must be such as v25.0"),
            GraphUrl = Url("GraphUrl") ?? defaults.GraphUrl,
            DialogUrl = Url("DialogUrl") ?? defaults.DialogUrl,
            MediaHosts = Text("MediaHosts") is { } hosts
                ? [.. hosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Host)]
                : defaults.MediaHosts,
        };

        string? Text(string name) => DiarySettings.Text(configuration, $"{Section}:{name}");

        Uri? Url(string name) => Text(name) is { } value ? DiarySettings.BaseUrl($"{Section}:{name}", value) : null;
    }

    private static string Host(string name) =>
        Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 ? name
            : throw new SettingException($"{Section}:MediaHosts", "must be names of hosts with commas between, such as fbcdn.net");

    [GeneratedRegex(@"^v\d{1,3}\.\d$", RegexOptions.NonBacktracking)]
    private static partial Regex Version();
}
