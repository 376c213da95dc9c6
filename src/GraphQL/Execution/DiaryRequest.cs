using Microsoft.Extensions.Primitives;

namespace Diary.GraphQL.Execution;

/// <summary>
/// One GraphQL request: who asks and what its transport allows. Scoped: resolvers reach it as their user context, and loaders and
/// other scoped services by injection.
/// </summary>
public sealed class DiaryRequest : Dictionary<string, object?>
{
    internal const int MostUnderWay = 8;

    private readonly Lock _gate = new();
    private readonly HashSet<Exception> _logged = new(ReferenceEqualityComparer.Instance);
    private SemaphoreSlim? _credits; // nobody waits on its handle, so that there is nothing to dispose

    /// <summary>Whether the transport may run mutations: POST may, GET may not.</summary>
    public bool AllowMutation { get; set; }

    /// <summary>Whether the transport may run subscriptions.</summary>
    public bool AllowSubscription { get; set; }

    /// <summary>What the request was signed with: a subscription's events are signed with the same, each anew.</summary>
    public StringValues Authorization { get; set; }

    /// <summary>How many events of a subscription may be on their way at once: each takes one, and gives it back once it is sent.</summary>
    internal SemaphoreSlim Credits => _credits ??= new SemaphoreSlim(MostUnderWay, MostUnderWay);

    /// <summary>What the authenticator found.</summary>
    public AuthenticationOutcome Caller { get; set; } = new AuthenticationOutcome.Anonymous();

    /// <summary>Names this request in logs and in INTERNAL errors.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>The session behind the request; null for the anonymous and the refused.</summary>
    public IRequestSession? Session => (Caller as AuthenticationOutcome.Authenticated)?.Session;

    /// <summary>Whose session it was, where it has ended and its token is in force; null for everybody else.</summary>
    public Guid? EndedAccount => (Caller as AuthenticationOutcome.Refused)?.EndedAccount;

    /// <summary>True the first time that <paramref name="exception"/> is met in this request, and for at most 10 exceptions.</summary>
    internal bool ShouldLog(Exception exception)
    {
        lock (_gate)
            return _logged.Count < 10 && _logged.Add(exception);
    }
}
