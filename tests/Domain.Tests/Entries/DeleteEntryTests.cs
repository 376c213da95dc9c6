using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class DeleteEntryTests
{
    private static readonly EntryEvent DeletedNow = new EntryEvent.Deleted(Now.AddDays(30), Laptop, Now);

    private static EntryCommand.Delete Delete(int? expectedVersion = null) => new(expectedVersion, Laptop);

    [Fact]
    public void A_deleted_entry_lies_in_the_trash_for_thirty_days() =>
        Given(Written).When(Delete(1)).Then(DeletedNow);

    [Fact]
    public void The_version_may_be_left_out() =>
        Given(Written, Edited).When(Delete()).Then(DeletedNow);

    [Fact]
    public void A_deletion_without_a_session_is_nobodys() =>
        Given(Written).When(Delete() with { By = null }).Then(new EntryEvent.Deleted(Now.AddDays(30), null, Now));

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void A_repeated_deletion_does_nothing(int? expectedVersion) =>
        Given(Written).When(Delete(expectedVersion)).Then(DeletedNow).When(Delete(expectedVersion)).ThenNothing();

    [Fact]
    public void A_repeated_deletion_does_not_prolong_the_time_in_the_trash() =>
        Given(Written, Deleted).When(Delete(), at: Now.AddDays(20)).ThenNothing()
            .When(new EntryCommand.PurgeExpired(), at: Earlier.AddDays(30)).Then(new EntryEvent.Purged(null, Earlier.AddDays(30), 1));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_lies_in_the_trash_is_deleted_on_whatever_version(int expectedVersion) =>
        Given(Written, Deleted).When(Delete(expectedVersion)).ThenNothing();

    [Fact]
    public void What_came_back_can_be_deleted_again() =>
        Given(Written, Deleted, Undeleted).When(Delete(3)).Then(DeletedNow);

    [Fact]
    public void A_deletion_from_before_it_came_back_is_stale() =>
        Given(Written, Deleted, Undeleted).When(Delete(1)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_stale_version_is_refused(int expectedVersion) =>
        Given(Written, Edited).When(Delete(expectedVersion)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Theory]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_future_version_is_refused(int expectedVersion) =>
        Given(Written, Edited).When(Delete(expectedVersion)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void What_was_never_written_is_not_found() =>
        GivenNothing().When(Delete()).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);

    [Fact]
    public void What_is_purged_is_not_found() =>
        Given(Written, Purged).When(Delete()).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
}
