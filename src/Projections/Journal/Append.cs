using Diary.Domain;
using Diary.Projections.Events;
using Diary.Projections.Vault;

namespace Diary.Projections.Journal;

/// <summary>Events for one stream, and what the vault must keep or destroy with them: all of it is committed, or none.</summary>
/// <param name="Account">The tenant.</param>
/// <param name="Stream">The stream.</param>
/// <param name="ExpectedVersion">How many events the stream has, as far as the caller knows; 0 begins it.</param>
/// <param name="Events">One event at least, of types with a wire name.</param>
/// <param name="Vault">Changes of the vault; sealed records only.</param>
public sealed record Append(
    AccountId Account, StreamKey Stream, int ExpectedVersion, IReadOnlyList<object> Events, IReadOnlyList<VaultWrite> Vault)
{
    /// <summary>The first event's id: what tells, after a lost reply, whether it was this append that reached the stream.</summary>
    internal Guid FirstEventId { get; } = Guid.CreateVersion7();
}

/// <summary>How an append ended.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome() { }

    /// <summary>It is on disk, and so are the read models.</summary>
    public sealed record Committed : AppendOutcome;

    /// <summary>The stream has another version than expected: read it and decide again.</summary>
    public sealed record Conflict : AppendOutcome;

    /// <summary>A read model's constraint refused it.</summary>
    /// <param name="Constraint">The constraint's name.</param>
    public sealed record Duplicate(string Constraint) : AppendOutcome;

    /// <summary>The database did not answer. Whether it took the events is unknown; the same command may be sent again.</summary>
    /// <param name="RetryAfter">When to try again.</param>
    public sealed record Unavailable(TimeSpan RetryAfter) : AppendOutcome;

    internal static readonly AppendOutcome Done = new Committed();

    internal static readonly AppendOutcome Stale = new Conflict();
}
