using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class RestoreRevisionTests
{
    private static EntryCommand.Restore Restore(int expectedVersion, int revision, RevisionFacts? target) =>
        new(expectedVersion, revision, Laptop, target);

    [Fact]
    public void A_restored_entry_stands_as_it_stood_then() =>
        Given(Written, Edited).When(Restore(2, 1, AtFirst)).Then(new EntryEvent.Restored(1, 1, Sunday, First.Index, Laptop, Now));

    [Fact]
    public void Restoring_a_restored_version_points_at_the_body_that_it_pointed_at() =>
        Given(Written, Edited, Restored, Edited).When(Restore(4, 3, AtFirst))
            .Then(new EntryEvent.Restored(3, 1, Sunday, First.Index, Laptop, Now));

    [Fact]
    public void The_day_comes_back_with_the_content() =>
        Given(Written, Edited, Redated).When(Restore(3, 2, new RevisionFacts(2, Sunday, Second.Index)))
            .Then(new EntryEvent.Restored(2, 2, Sunday, Second.Index, Laptop, Now));

    [Fact]
    public void The_current_version_can_be_restored_too() =>
        Given(Written).When(Restore(1, 1, AtFirst)).Then(new EntryEvent.Restored(1, 1, Sunday, First.Index, Laptop, Now));

    [Fact]
    public void A_repeated_restoration_does_nothing() =>
        Given(Written, Edited).When(Restore(2, 1, AtFirst)).Then(new EntryEvent.Restored(1, 1, Sunday, First.Index, Laptop, Now))
            .When(Restore(2, 1, AtFirst)).ThenNothing();

    [Fact]
    public void A_repeated_restoration_is_recognised_before_its_target_is_recalled() =>
        Given(Written, Edited, Restored).When(Restore(2, 1, null)).ThenNothing();

    [Fact]
    public void Restoring_the_same_revision_again_on_the_current_version_is_a_new_version() =>
        Given(Written, Edited, Restored).When(Restore(3, 1, AtFirst)).Then(new EntryEvent.Restored(1, 1, Sunday, First.Index, Laptop, Now));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_version_that_never_was_cannot_be_restored(int revision) =>
        Given(Written, Edited).When(Restore(2, revision, null)).ThenRefused(RefusalCode.Invalid, RefusalReason.NoSuchRevision);

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_stale_version_is_refused(int expectedVersion) =>
        Given(Written, Edited).When(Restore(expectedVersion, 1, AtFirst)).ThenRefused(
            RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Theory]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_future_version_is_refused(int expectedVersion) =>
        Given(Written, Edited).When(Restore(expectedVersion, 1, AtFirst)).ThenRefused(
            RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void Another_revision_on_the_same_version_is_stale_and_no_repetition() =>
        Given(Written, Edited, Restored).When(Restore(2, 2, new RevisionFacts(2, Sunday, Second.Index)))
            .ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void A_repetition_is_stale_once_another_change_followed() =>
        Given(Written, Edited, Restored, Redated).When(Restore(2, 1, AtFirst))
            .ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void An_entry_in_the_trash_cannot_be_restored() =>
        Given(Written, Edited, Deleted).When(Restore(3, 1, AtFirst)).ThenRefused(RefusalCode.Invalid, RefusalReason.InTrash);

    [Fact]
    public void A_stale_restoration_of_an_entry_in_the_trash_is_stale_first() =>
        Given(Written, Edited, Deleted).When(Restore(2, 1, AtFirst)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void What_was_never_written_is_not_found() =>
        GivenNothing().When(Restore(0, 1, null)).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);

    [Fact]
    public void What_is_purged_is_not_found() =>
        Given(Written, Edited, Purged).When(Restore(3, 1, AtFirst)).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
}
