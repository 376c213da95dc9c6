using Microsoft.Extensions.Primitives;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Reads who a request comes from. Asked once a request, after the request was found well-formed, and once for each event of a
/// subscription.
/// </summary>
public interface IRequestAuthenticator
{
    /// <summary>
    /// The outcome. It may raise <see cref="RateLimitedException"/> and <see cref="UnavailableException"/>, which are answered as such.
    /// </summary>
    /// <param name="authorization">What stands in the Authorization header, or in the payload of <c>connection_init</c>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<AuthenticationOutcome> Authenticate(StringValues authorization, CancellationToken cancellation);
}
