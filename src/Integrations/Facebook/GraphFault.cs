namespace Diary.Integrations.Facebook;

/// <summary>What an error of the Graph API asks of its caller.</summary>
public enum GraphFault
{
    /// <summary>Nobody answers, or the service is down: try again later.</summary>
    Unavailable,

    /// <summary>Too much was asked for: ask for less.</summary>
    TooMuch,

    /// <summary>The whole app has used what it may: pause it.</summary>
    AppLimit,

    /// <summary>The user has used what they may: pause this connection.</summary>
    UserLimit,

    /// <summary>The page's limit: pause that page.</summary>
    PageLimit,

    /// <summary>Publishing is blocked for a while: pause that page for a day, and longer.</summary>
    Blocked,

    /// <summary>The same is published already: look it up.</summary>
    SameAgain,

    /// <summary>The user must act on facebook.com.</summary>
    Checkpoint,

    /// <summary>The token is dead: the user must connect again.</summary>
    TokenDead,

    /// <summary>The user removed the app.</summary>
    AppRemoved,

    /// <summary>The user has no role at that page any more; the user's own token may be good.</summary>
    RoleGone,

    /// <summary>A permission or a capability is missing: ask the user for it again.</summary>
    PermissionMissing,

    /// <summary>The object is gone, or cannot be seen: the two look alike.</summary>
    Missing,

    /// <summary>The call was wrong: to send it again is of no use.</summary>
    Refused,
}

/// <summary>A call that did not succeed. It quotes nothing of what was sent or received.</summary>
public sealed class GraphException : Exception
{
    /// <summary>What a caller found out by itself.</summary>
    public GraphException(GraphFault fault) : this(fault, null, null, null, null, mayHaveHappened: false) { }

    internal GraphException(GraphFault fault, int? code, int? subcode, string? traceId, TimeSpan? retryAfter, bool mayHaveHappened)
        : base($"The Graph API answered {fault} (code {code}, subcode {subcode}, trace {traceId}).")
    {
        (Fault, Code, Subcode, TraceId) = (fault, code, subcode, traceId);
        (RetryAfter, MayHaveHappened) = (retryAfter, mayHaveHappened);
    }

    /// <summary>What it asks of the caller.</summary>
    public GraphFault Fault { get; }

    /// <summary>Meta's code; null where nothing answered.</summary>
    public int? Code { get; }

    /// <summary>Meta's subcode; null where there is none.</summary>
    public int? Subcode { get; }

    /// <summary>What Meta knows the call by.</summary>
    public string? TraceId { get; }

    /// <summary>When to try again, where the answer says so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether it may have been done for all that: look before it is sent again.</summary>
    public bool MayHaveHappened { get; }
}
