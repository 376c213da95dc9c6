using System.Globalization;
using GraphQL;

namespace Diary.GraphQL.Problems;

/// <summary>Too many wrong credentials were tried, with this account or from this address; whether either exists is not told.</summary>
/// <param name="Message">A sentence for people, which says when.</param>
/// <param name="RetryAt">When a credential is looked at again.</param>
/// <param name="Field">The input field that it is about; null where it is about none.</param>
[Implements(typeof(IProblem))]
public sealed record Locked(string Message, DateTimeOffset RetryAt, string? Field = null) : IProblem
{
    /// <inheritdoc/>
    public ProblemCode Code => ProblemCode.Locked;

    /// <summary>Locked until a time, which is rounded up to the second.</summary>
    internal static Locked Until(DateTimeOffset time)
    {
        var second = new DateTimeOffset((time.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond,
            TimeSpan.Zero);
        var when = second.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new Locked($"Too many wrong attempts. Try again at {when}.", second);
    }
}
