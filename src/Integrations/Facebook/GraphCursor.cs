using System.Text.Json;

namespace Diary.Integrations.Facebook;

/// <summary>
/// Where a list goes on, for as long as it is walked: never kept, since what it points at may be deleted. Of the address that the API
/// gives, which holds the token, only these parameters are taken: the rest is our own again.
/// </summary>
public sealed class GraphCursor : IEquatable<GraphCursor>
{
    private const int Longest = 2_000;
    private static readonly string[] Names = ["after", "__paging_token", "until", "since"];

    private GraphCursor(IReadOnlyList<(string Name, string Value)> query) => Query = query;

    internal IReadOnlyList<(string Name, string Value)> Query { get; }

    /// <inheritdoc/>
    public bool Equals(GraphCursor? other) => other is not null && Query.SequenceEqual(other.Query);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GraphCursor);

    /// <inheritdoc/>
    public override int GetHashCode() => Query.Aggregate(0, HashCode.Combine);

    /// <summary>What follows an answer; null where it is the last one.</summary>
    internal static GraphCursor? Next(JsonElement answer)
    {
        if (answer.Object("paging")?.Text("next") is not { } next || !Uri.TryCreate(next, UriKind.Absolute, out var address))
        {
            return null;
        }

        var query = address.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2))
            .Where(p => p is [{ } name, { Length: > 0 and <= Longest }] && Names.Contains(name, StringComparer.Ordinal))
            .Select(p => (Name: p[0], Value: Uri.UnescapeDataString(p[1]))).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        return query.Exists(p => p.Name is "after" or "until" or "__paging_token") ? new GraphCursor(query) : null;
    }
}
