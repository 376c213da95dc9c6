using CsCheck;
using Diary.Domain.Facebook;

namespace Diary.Domain.Tests.Facebook;

public sealed class PublicationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 20, 15, 0, TimeSpan.Zero);
    private static readonly EntryId Walk = new(new Guid("0195a1b0-0000-7000-8000-000000000002"));
    private static readonly SessionId Phone = new(new Guid("0195a1b0-0000-7000-8000-000000000003"));
    private static readonly Bytes Text = new([1]), Other = new([2]), Attached = new([3]);

    private static readonly PublicationEvent Queued = new PublicationEvent.Queued(Walk, 1, Text, Attached, Phone, Now);
    private static readonly PublicationEvent Attempted = new PublicationEvent.Attempted(Now);
    private static readonly PublicationEvent LookedUp = new PublicationEvent.LookedUp(Now);
    private static readonly PublicationEvent Published = new PublicationEvent.Published(Now);

    private static PublicationCommand.Queue Queue(Bytes text, Bytes? attached = null) => new(Walk, 1, text, attached ?? Attached, Phone);

    [Fact]
    public void The_same_again_is_no_event_and_after_a_failure_it_is_queued_again()
    {
        Assert.Equal([Queued], Decide([], Queue(Text)).Events);
        Assert.Empty(Decide([Queued], Queue(Text)).Events);
        Assert.Empty(Decide([Queued, Attempted], Queue(Text)).Events);
        Assert.Empty(Decide([Queued, Attempted, Published], Queue(Text)).Events);
        Assert.Equal([Queued], Decide([Queued, new PublicationEvent.Failed(Now)], Queue(Text)).Events);
    }

    [Fact]
    public void Another_text_waits_for_the_one_before_and_changes_what_stands_there()
    {
        Assert.Equal(RefusalReason.PublicationUnderWay, Decide([Queued], Queue(Other)).Refusal?.Reason);
        Assert.Equal(RefusalReason.PublicationUnderWay, Decide([Queued, Attempted], Queue(Other)).Refusal?.Reason);
        Assert.Single(Decide([Queued, Attempted, Published], Queue(Other)).Events);
        Assert.Equal(RefusalReason.AttachmentsStay, Decide([Queued, Attempted, Published], Queue(Other, Other)).Refusal?.Reason);
    }

    [Fact]
    public void What_may_stand_there_is_not_sent_before_it_was_looked_for_twice_two_minutes_apart()
    {
        Assert.Equal([Attempted], Decide([Queued], new PublicationCommand.Attempt()).Events);
        Assert.NotNull(Decide([Queued, Attempted], new PublicationCommand.Attempt()).Refusal);
        Assert.Equal([LookedUp], Decide([Queued, Attempted], new PublicationCommand.NoteAbsence()).Events);
        Assert.NotNull(Decide([Queued, Attempted, LookedUp], new PublicationCommand.Attempt()).Refusal);
        Assert.Empty(Decide([Queued, Attempted, LookedUp], new PublicationCommand.NoteAbsence()).Events);
        var later = Now + Publication.BetweenLookups;
        var second = PublicationDecider.Decide(
            Publication.Fold([Queued, Attempted, LookedUp]), new PublicationCommand.NoteAbsence(), later);
        Assert.Equal([new PublicationEvent.LookedUp(later)], second.Events);
        Assert.Single(Decide([Queued, Attempted, LookedUp, .. second.Events], new PublicationCommand.Attempt()).Events);
    }

    [Fact]
    public void A_refusal_that_is_certain_may_be_sent_again_at_once()
    {
        var refused = new PublicationEvent.Refused(Now);
        Assert.Equal([refused], Decide([Queued, Attempted], new PublicationCommand.NoteRefusal()).Events);
        Assert.Single(Decide([Queued, Attempted, refused], new PublicationCommand.Attempt()).Events);
        Assert.Empty(Decide([Queued], new PublicationCommand.NoteRefusal()).Events);
    }

    [Fact]
    public void A_link_is_handed_over_each_time()
    {
        var command = new PublicationCommand.HandOff(Walk, 2, Attached, Phone);
        Assert.Equal([new PublicationEvent.Queued(Walk, 2, Bytes.Empty, Attached, Phone, Now), new PublicationEvent.HandedOff(Now)],
            Decide([], command).Events);
        Assert.Equal(PublicationState.HandedOff, Publication.Fold(Decide([], command).Events).State);
    }

    /// <summary>Whatever is asked in whatever order: between two attempts there is a refusal, or two looks.</summary>
    [Fact]
    public void Between_two_attempts_it_is_always_known_that_the_first_came_to_nothing()
    {
        PublicationCommand[] commands =
        [
            Queue(Text), Queue(Other), new PublicationCommand.Attempt(), new PublicationCommand.NoteAbsence(),
            new PublicationCommand.NoteRefusal(), new PublicationCommand.NotePublished(), new PublicationCommand.Fail(),
        ];
        Gen.Select(Gen.Int[0, commands.Length - 1], Gen.Int[0, 180]).Array[0, 60].Sample(steps =>
        {
            var (state, now, looks, open) = (Publication.Initial, Now, 0, false);
            foreach (var (which, seconds) in steps)
            {
                now = now.AddSeconds(seconds);
                foreach (var e in PublicationDecider.Decide(state, commands[which], now).Events)
                {
                    if (e is PublicationEvent.Attempted && open && looks < Publication.Lookups)
                    {
                        return false;
                    }

                    open = e is PublicationEvent.Attempted || (open && e is not (PublicationEvent.Refused or PublicationEvent.Published));
                    looks = e is PublicationEvent.LookedUp ? looks + 1 : e is PublicationEvent.Attempted ? 0 : looks;
                    state = state.Apply(e);
                }
            }

            return true;
        });
    }

    private static Decision<PublicationEvent> Decide(IEnumerable<PublicationEvent> events, PublicationCommand command) =>
        PublicationDecider.Decide(Publication.Fold(events), command, Now);
}
