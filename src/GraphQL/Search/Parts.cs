namespace Diary.GraphQL.Search;

/// <summary>
/// Work on many texts, shared out to the cores. Nobody waits for it on a thread: a busy pool would have none left to do it.
/// </summary>
internal static class Parts
{
    private const int Least = 16; // of texts, that a part is worth its while

    private static readonly int Degree = Math.Clamp(Environment.ProcessorCount, 1, 4); // others search as well

    /// <summary>Gives each part of <paramref name="all"/> to <paramref name="work"/>; what that makes of them, in their order.</summary>
    public static async Task<IReadOnlyList<TMade>> Of<T, TMade>(IReadOnlyList<T> all, Func<IReadOnlyList<T>, IEnumerable<TMade>> work)
    {
        var parts = all.Chunk(Math.Max(Least, (all.Count + Degree - 1) / Degree)).ToList();
        return parts.Count == 0 ? []
            : [.. (await Task.WhenAll(parts.Select(p => Task.Run(() => work(p).ToList())))).SelectMany(made => made)];
    }
}
