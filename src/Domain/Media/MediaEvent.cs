namespace Diary.Domain.Media;

/// <summary>What can happen to a file of a diary. No event holds its name, type, hash or key: those lie in the vault.</summary>
public abstract record MediaEvent
{
    private MediaEvent(SessionId? by, DateTimeOffset at) => (By, At) = (by, at);

    /// <summary>The session that did it; null where no user did.</summary>
    public SessionId? By { get; }

    /// <summary>When it was decided, in UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>It is to be sent, and its bytes are reserved.</summary>
    /// <param name="MediaId">Its id.</param>
    /// <param name="Owner">Whose it is.</param>
    /// <param name="SizeBytes">The bytes that its owner sends.</param>
    /// <param name="Digest">32 bytes, keyed: what a repeated announcement is recognised by.</param>
    /// <param name="ExpiresAt">When it is given up unless it is whole by then.</param>
    /// <param name="By">The session that did it.</param>
    /// <param name="At">When.</param>
    public sealed record Announced(MediaId MediaId, AccountId Owner, long SizeBytes, Bytes Digest, DateTimeOffset ExpiresAt, SessionId? By,
        DateTimeOffset At) : MediaEvent(By, At);

    /// <summary>It arrived whole, and is what was announced.</summary>
    public sealed record Ready(SessionId? By, DateTimeOffset At) : MediaEvent(By, At);

    /// <summary>Its key was destroyed, and its bytes are free again; by nobody where it was given up.</summary>
    public sealed record Deleted(SessionId? By, DateTimeOffset At) : MediaEvent(By, At);
}
