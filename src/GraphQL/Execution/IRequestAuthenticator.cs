using Microsoft.AspNetCore.Http;

namespace Diary.GraphQL.Execution;

/// <summary>Reads who a request comes from. Asked once a request, after the request was found well-formed.</summary>
public interface IRequestAuthenticator
{
    /// <summary>
    /// The outcome. It may raise <see cref="RateLimitedException"/> and <see cref="UnavailableException"/>, which are answered as such.
    /// </summary>
    ValueTask<AuthenticationOutcome> Authenticate(HttpContext http);
}
