using CsCheck;
using Diary.Domain.Entries;

namespace Diary.Domain.Tests.Entries;

/// <summary>What holds for every life of an entry, tried on random ones. A failure prints the seed that brings it back.</summary>
public sealed class EntryPropertiesTests
{
    private const int Lives = 3_000;

    [Fact]
    public void Any_command_can_be_decided_and_its_events_folded_from_the_start() =>
        EntryMove.Any.Array[0, 40].Sample(moves => Assert.Equal(Live(moves).State, Entry.Fold(Live(moves).Events)), iter: Lives);

    [Fact]
    public void The_version_is_the_number_of_events() => EachStep((history, move) =>
    {
        history.Play(move);
        Assert.Equal(history.Events.Count, history.State.Version);
    });

    [Fact]
    public void A_command_makes_one_event_at_most() => EachStep((history, move) =>
        Assert.InRange(history.Play(move).Events.Count, 0, 1));

    [Fact]
    public void What_was_accepted_decides_nothing_when_repeated() => EachStep((history, move) =>
    {
        var command = history.Command(move);
        if (history.Append(EntryDecider.Decide(history.State, command, history.Clock)).Refusal is null)
            Assert.Equal(Decision<EntryEvent>.Accept(), EntryDecider.Decide(history.State, command, history.Clock));
    });

    [Fact]
    public void What_was_accepted_decides_nothing_when_sealed_afresh_and_repeated() => EachStep((history, move) =>
    {
        var afresh = history.Command(move with { Content = SealedAfresh(move.Content) });
        if (move.Kind == MoveKind.Retag)
            return; // its name sealed afresh is another spelling for all that can be known
        if (history.Play(move with { Pause = TimeSpan.Zero }).Refusal is null)
            Assert.Equal(Decision<EntryEvent>.Accept(), EntryDecider.Decide(history.State, afresh, history.Clock));
    });

    [Fact]
    public void What_was_refused_changes_nothing() => EachStep((history, move) =>
    {
        var before = history.State;
        if (history.Play(move).Refusal is not null)
            Assert.Equal(before, history.State);
    });

    [Fact]
    public void A_stale_or_future_version_never_makes_an_event() => EachStep((history, move) =>
    {
        var decision = history.Play(move);
        if (move is { Lag: not (null or 0), Kind: not (MoveKind.Write or MoveKind.Retag or MoveKind.PurgeExpired) })
            Assert.Empty(decision.Events);
    });

    [Fact]
    public void After_the_purge_nothing_happens_any_more() => EntryMove.Lives.Sample(
        moves =>
        {
            var history = Live(moves);
            history.Append(EntryDecider.Decide(history.State, new EntryCommand.Purge(null, Phone), history.Clock));
            Assert.Equal(new Entry.Gone(history.Events.Count), history.State);
            Assert.All(moves, move => Assert.Empty(history.Play(move).Events));
        },
        iter: Lives);

    [Fact]
    public void Any_earlier_version_can_be_brought_back() => Gen.Select(EntryMove.Lives, Gen.Int[0, 60]).Sample(
        (moves, pick) =>
        {
            var history = Live(moves);
            if (history.State is not Entry.Kept { Trash: null } now)
                return;

            var revision = 1 + (pick % now.Version);
            var then = Assert.IsType<Entry.Kept>(Entry.Fold(history.Events.Take(revision)));
            history.Append(EntryDecider.Decide(
                now, new EntryCommand.Restore(
                    now.Version, revision, Phone, new RevisionFacts(then.SealedAt, then.Day, then.Index, then.Media)),
                history.Clock));

            Assert.Equal(
                now with
                {
                    AtVersion = now.Version + 1,
                    Day = then.Day,
                    Media = then.Media,
                    Index = then.Index,
                    SealedAt = then.SealedAt,
                    Last = new Entry.LastChange(Entry.ChangeKind.Restored, Revision: revision),
                },
                history.State);
        },
        iter: Lives);

    [Fact]
    public void The_body_is_always_that_of_an_event_which_brought_one() => EachStep((history, move) =>
    {
        history.Play(move);
        if (history.State is Entry.Kept kept)
        {
            var sealedIndex = history.Events[kept.SealedAt - 1] switch
            {
                EntryEvent.Written e => e.Index,
                EntryEvent.Edited e => e.Index,
                var other => throw new InvalidOperationException($"{other.GetType().Name} brings no body"),
            };
            var wasTagged = history.Events.Any(e => e is EntryEvent.Tagged);
            Assert.Equal(kept.Index, wasTagged ? sealedIndex with { Tags = kept.Index.Tags } : sealedIndex);
        }
    });

    private static SealedDraft? SealedAfresh(SealedDraft? draft) => draft is null
        ? null
        : new(new Bytes([9, 9]), new Bytes([9, 9, 9]),
            draft.Index with { Tags = [.. draft.Index.Tags.Select(t => t with { SealedName = new Bytes([9]) })] });

    private static void EachStep(Action<EntryHistory, EntryMove> check) => EntryMove.Lives.Sample(
        moves =>
        {
            var history = new EntryHistory();
            foreach (var move in moves)
                check(history, move);
        },
        iter: Lives);

    private static EntryHistory Live(EntryMove[] moves)
    {
        var history = new EntryHistory();
        foreach (var move in moves)
            history.Play(move);
        return history;
    }
}
