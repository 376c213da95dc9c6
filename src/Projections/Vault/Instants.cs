namespace Diary.Projections.Vault;

/// <summary>Times as rows keep them that clients page by.</summary>
internal static class Instants
{
    /// <summary>Cut to the millisecond, which is as fine as a cursor is.</summary>
    public static DateTimeOffset Milliseconds(this DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
