using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class PurgeExpiredTests
{
    private static readonly EntryCommand PurgeExpired = new EntryCommand.PurgeExpired();
    private static readonly DateTimeOffset PurgeAt = Earlier + EntryDecider.TrashPeriod;

    [Fact]
    public void An_entry_is_purged_at_the_very_end_of_its_time() =>
        Given(Written, Deleted).When(PurgeExpired, at: PurgeAt).Then(new EntryEvent.Purged(null, PurgeAt, 1));

    [Fact]
    public void An_entry_is_purged_long_after_its_time() =>
        Given(Written, Deleted).When(PurgeExpired, at: PurgeAt.AddYears(1)).Then(new EntryEvent.Purged(null, PurgeAt.AddYears(1), 1));

    [Fact]
    public void An_entry_stays_in_the_trash_until_its_time_is_over() =>
        Given(Written, Deleted).When(PurgeExpired, at: PurgeAt.AddTicks(-1)).ThenNothing();

    [Fact]
    public void An_entry_out_of_the_trash_stays() =>
        Given(Written).When(PurgeExpired, at: PurgeAt.AddYears(1)).ThenNothing();

    [Fact]
    public void An_entry_back_from_the_trash_stays() =>
        Given(Written, Deleted, Undeleted).When(PurgeExpired, at: PurgeAt.AddYears(1)).ThenNothing();

    [Fact]
    public void The_time_counts_from_the_latest_deletion() =>
        Given(Written, Deleted, Undeleted)
            .When(new EntryCommand.Delete(3, Laptop)).Then(new EntryEvent.Deleted(Now.AddDays(30), Laptop, Now))
            .When(PurgeExpired, at: PurgeAt).ThenNothing()
            .When(PurgeExpired, at: Now.AddDays(30)).Then(new EntryEvent.Purged(null, Now.AddDays(30), 1));

    [Fact]
    public void A_repeated_purge_does_nothing() =>
        Given(Written, Deleted).When(PurgeExpired, at: PurgeAt).Then(new EntryEvent.Purged(null, PurgeAt, 1))
            .When(PurgeExpired, at: PurgeAt).ThenNothing();

    [Fact]
    public void What_is_purged_already_stays_so() =>
        Given(Written, Purged).When(PurgeExpired).ThenNothing();

    [Fact]
    public void What_was_never_written_is_not_found() =>
        GivenNothing().When(PurgeExpired).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
}
