using System.Globalization;

namespace Diary.GraphQL.Facebook;

/// <summary>How far a walk through posts is, newest first: what the next runner needs, and nothing of the posts but two times.</summary>
/// <param name="Newest">The second of the newest post that was met; null where none was.</param>
/// <param name="Oldest">That of the oldest post behind which all is done; null where nothing is.</param>
/// <param name="Attempts">How many tries in a row came to nothing.</param>
internal sealed record PullPlace(DateTimeOffset? Newest = null, DateTimeOffset? Oldest = null, int Attempts = 0)
{
    /// <summary>Reads what was kept.</summary>
    public static PullPlace Read(string? text) => text?.Split(' ') is [{ } newest, { } oldest, { } attempts]
        ? new PullPlace(Time(newest), Time(oldest), int.Parse(attempts, CultureInfo.InvariantCulture)) : new PullPlace();

    /// <summary>As it is kept.</summary>
    public override string ToString() => $"{Text(Newest)} {Text(Oldest)} {Attempts.ToString(CultureInfo.InvariantCulture)}";

    private static string Text(DateTimeOffset? time) => time?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? "-";

    private static DateTimeOffset? Time(string text) =>
        text == "-" ? null : DateTimeOffset.FromUnixTimeSeconds(long.Parse(text, CultureInfo.InvariantCulture));
}
