namespace Diary.GraphQL.Paging;

/// <summary>Which page a client asked for. The schema already refused sizes below 0 or above the argument's limit.</summary>
/// <param name="First">How many rows at most; 0 is an empty page.</param>
/// <param name="After">The row to begin after; null for the first page.</param>
public sealed record PageRequest(int First, Cursor? After)
{
    /// <summary>The size where the client names none.</summary>
    public const int DefaultSize = 20;

    /// <summary>The largest page, unless the argument says otherwise with <see cref="PageLimitAttribute"/>.</summary>
    public const int MaxSize = 100;

    /// <summary>The largest limit that <see cref="PageLimitAttribute"/> may set.</summary>
    public const int LargestSize = 1000;

    /// <summary>How many rows to fetch: one more than asked for tells whether there is a next page.</summary>
    public int Take => First + 1;

    /// <summary>Reads the arguments <c>first</c> and <c>after</c> of a connection.</summary>
    /// <param name="first">The size; null takes the default.</param>
    /// <param name="after">The cursor; INVALID_CURSOR where it is none of <paramref name="list"/>.</param>
    /// <param name="list">The list and order that the cursor must belong to.</param>
    /// <param name="defaultSize">The size where <paramref name="first"/> is null.</param>
    public static PageRequest From(int? first, string? after, byte list, int defaultSize = DefaultSize) =>
        new(Math.Clamp(first ?? defaultSize, 0, LargestSize), Cursor.Parse(after, list));
}
