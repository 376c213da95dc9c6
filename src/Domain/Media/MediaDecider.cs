using static Diary.Domain.Media.MediaFile;
using Decision = Diary.Domain.Decision<Diary.Domain.Media.MediaEvent>;

namespace Diary.Domain.Media;

/// <summary>
/// Decides commands on a diary's files: pure and total. That an account holds no more than it may is the vault's to hold, since no file
/// knows the others.
/// </summary>
public static class MediaDecider
{
    /// <summary>How long a file may take to arrive.</summary>
    public static readonly TimeSpan ArrivalPeriod = TimeSpan.FromDays(1);

    /// <summary>Events or a refusal; a command that repeats what was done is accepted without an event.</summary>
    /// <param name="state">The file as it stands.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The time of the decision, in UTC.</param>
    public static Decision Decide(MediaFile state, MediaCommand command, DateTimeOffset now) => (state, command) switch
    {
        (Absent, MediaCommand.Announce c) => Decision.Accept(
            new MediaEvent.Announced(c.MediaId, c.Owner, c.SizeBytes, c.Digest, now + ArrivalPeriod, c.By, now)),
        (Kept { ExpiresAt: { } end }, MediaCommand.Announce) when end <= now =>
            Decision.Refuse(RefusalCode.Invalid, RefusalReason.IdPurged), // as it will be once it is swept
        (Kept k, MediaCommand.Announce c) when k.Digest == c.Digest => Decision.Accept(),
        (Kept, MediaCommand.Announce) => Decision.Refuse(RefusalCode.VersionConflict, RefusalReason.IdInUse),
        (Gone, MediaCommand.Announce) => Decision.Refuse(RefusalCode.Invalid, RefusalReason.IdPurged),

        (Gone, MediaCommand.Delete or MediaCommand.Discard or MediaCommand.Expire) => Decision.Accept(),
        (not Kept, _) => Decision.Refuse(RefusalCode.NotFound, RefusalReason.NoSuchMedia),

        (Kept { ExpiresAt: { } end }, MediaCommand.Complete) when end <= now =>
            Decision.Refuse(RefusalCode.NotFound, RefusalReason.NoSuchMedia),
        (Kept { ExpiresAt: not null }, MediaCommand.Complete c) => Decision.Accept(new MediaEvent.Ready(c.By, now)),
        (Kept, MediaCommand.Discard) => Decision.Accept(new MediaEvent.Deleted(null, now)),
        (Kept, MediaCommand.Delete c) => Decision.Accept(new MediaEvent.Deleted(c.By, now)),
        (Kept { ExpiresAt: { } end }, MediaCommand.Expire) when end <= now => Decision.Accept(new MediaEvent.Deleted(null, now)),
        _ => Decision.Accept(),
    };
}
