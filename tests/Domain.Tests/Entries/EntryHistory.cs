using Diary.Domain.Entries;

namespace Diary.Domain.Tests.Entries;

/// <summary>An entry's whole life so far: every event and every state between them.</summary>
internal sealed class EntryHistory
{
    private readonly List<EntryEvent> _events = [];

    public Entry State { get; private set; } = Entry.Initial;

    public DateTimeOffset Clock { get; private set; } = Now;

    public IReadOnlyList<EntryEvent> Events => _events;

    /// <summary>Lets time pass, decides, appends and folds.</summary>
    public Decision<EntryEvent> Play(EntryMove move)
    {
        Clock += move.Pause;
        return Append(EntryDecider.Decide(State, Command(move), Clock));
    }

    /// <summary>The command that a move means at this point.</summary>
    public EntryCommand Command(EntryMove move) => move.Kind switch
    {
        MoveKind.Write => new EntryCommand.Write(
            Walk, Ada, move.Day, EntrySource.Diary, move.Content ?? EntryScenario.First, Phone, move.Media ?? default),
        MoveKind.Edit => new EntryCommand.Edit(Expected(move) ?? State.Version, move.Date, move.TimeZone, move.Content, Phone, move.Media),
        MoveKind.Restore => new EntryCommand.Restore(Expected(move) ?? State.Version, Revision(move), Phone, Facts(Revision(move))),
        MoveKind.Retag => new EntryCommand.Retag(
            Tag(move.Revision % 2 == 0 ? EntryScenario.First : EntryScenario.Third), Tagged(move.Content ?? EntryScenario.Second), Phone),
        MoveKind.Delete => new EntryCommand.Delete(Expected(move), Phone),
        MoveKind.Undelete => new EntryCommand.Undelete(Expected(move), Phone),
        MoveKind.Purge => new EntryCommand.Purge(Expected(move), Phone),
        _ => new EntryCommand.PurgeExpired(),
    };

    /// <summary>How the entry stood at <paramref name="version"/>; null where it had no such version.</summary>
    public RevisionFacts? Facts(int version) =>
        version >= 1 && version <= _events.Count && Entry.Fold(_events.Take(version)) is Entry.Kept k
            ? new(k.SealedAt, k.Day, k.Index, k.Media)
            : null;

    public Decision<EntryEvent> Append(Decision<EntryEvent> decision)
    {
        _events.AddRange(decision.Events);
        State = decision.Events.Aggregate(State, (state, e) => state.Apply(e));
        return decision;
    }

    private static Bytes Tag(SealedDraft content) => Tagged(content).Token;

    private static SealedTag Tagged(SealedDraft content) => content.Index.Tags[0];

    private int? Expected(EntryMove move) => move.Lag is { } lag ? State.Version - lag : null;

    private int Revision(EntryMove move) => move.Revision % (_events.Count + 2);
}
