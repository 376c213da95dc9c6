namespace Diary.Domain;

/// <summary>What a decider makes of a command: events to append (none where the command repeats what was done), or a refusal.</summary>
/// <typeparam name="TEvent">The closed union of events.</typeparam>
/// <param name="Events">What happened, in order; empty where nothing new did or the command was refused.</param>
/// <param name="Refusal">Why not; null where the command was accepted.</param>
public sealed record Decision<TEvent>(ValueList<TEvent> Events, Refusal? Refusal)
{
    /// <summary>Accepts, with what happened.</summary>
    public static Decision<TEvent> Accept(params ReadOnlySpan<TEvent> events) => new(ValueList.Create(events), null);

    /// <summary>Refuses; nothing happened.</summary>
    public static Decision<TEvent> Refuse(RefusalCode code, RefusalReason reason) => new([], new Refusal(code, reason));
}
