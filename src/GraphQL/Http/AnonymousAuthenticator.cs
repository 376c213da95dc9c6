using Diary.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Diary.GraphQL.Http;

/// <summary>Knows nobody: stands in where no authenticator was registered, so that nothing is open by mistake.</summary>
internal sealed class AnonymousAuthenticator : IRequestAuthenticator
{
    public ValueTask<AuthenticationOutcome> Authenticate(HttpContext http) => new(new AuthenticationOutcome.Anonymous());
}
