using Decision = Diary.Domain.Decision<Diary.Domain.Facebook.PublicationEvent>;

namespace Diary.Domain.Facebook;

/// <summary>Decides commands on publications: pure and total. What may stand there is never sent before it was looked for.</summary>
public static class PublicationDecider
{
    /// <summary>Events or a refusal; what stands already is accepted without an event.</summary>
    /// <param name="state">The publication as it stands.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The time of the decision, in UTC.</param>
    public static Decision Decide(Publication state, PublicationCommand command, DateTimeOffset now) => (state, command) switch
    {
        ({ State: not (PublicationState.None or PublicationState.Failed) }, PublicationCommand.Queue c)
            when (state.Text, state.Attached) == (c.Text, c.Attached) => Decision.Accept(),
        ({ IsUnderWay: true }, PublicationCommand.Queue) => Decision.Refuse(RefusalCode.Invalid, RefusalReason.PublicationUnderWay),
        ({ IsThere: true }, PublicationCommand.Queue c) when state.Attached != c.Attached =>
            Decision.Refuse(RefusalCode.Invalid, RefusalReason.AttachmentsStay),
        (_, PublicationCommand.Queue c) => Decision.Accept(
            new PublicationEvent.Queued(c.EntryId, c.SealedAt, c.Text, c.Attached, c.By, now)),
        (_, PublicationCommand.HandOff c) => Decision.Accept(
            new PublicationEvent.Queued(c.EntryId, c.SealedAt, Bytes.Empty, c.Attached, c.By, now), new PublicationEvent.HandedOff(now)),

        ({ State: PublicationState.Queued }, PublicationCommand.Attempt) => Decision.Accept(new PublicationEvent.Attempted(now)),
        (_, PublicationCommand.Attempt) => Decision.Refuse(RefusalCode.VersionConflict, RefusalReason.StaleVersion),
        ({ State: PublicationState.Uncertain }, PublicationCommand.NoteAbsence) =>
            state.LookedUpAt + Publication.BetweenLookups > now ? Decision.Accept() : Decision.Accept(new PublicationEvent.LookedUp(now)),
        ({ State: PublicationState.Uncertain }, PublicationCommand.NoteRefusal) => Decision.Accept(new PublicationEvent.Refused(now)),
        ({ IsUnderWay: true }, PublicationCommand.NotePublished) => Decision.Accept(new PublicationEvent.Published(now)),
        ({ State: PublicationState.Queued }, PublicationCommand.Fail) => Decision.Accept(new PublicationEvent.Failed(now)),
        _ => Decision.Accept(),
    };
}
