using Diary.GraphQL.Execution;
using Microsoft.Extensions.Primitives;

namespace Diary.GraphQL.Http;

/// <summary>Knows nobody: stands in where no authenticator was registered, so that nothing is open by mistake.</summary>
internal sealed class AnonymousAuthenticator : IRequestAuthenticator
{
    public ValueTask<AuthenticationOutcome> Authenticate(StringValues authorization, CancellationToken cancellation) =>
        new(new AuthenticationOutcome.Anonymous());
}
