using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class UndeleteEntryTests
{
    private static readonly EntryEvent UndeletedNow = new EntryEvent.Undeleted(Laptop, Now);

    private static EntryCommand.Undelete Undelete(int? expectedVersion = null) => new(expectedVersion, Laptop);

    [Fact]
    public void An_undeleted_entry_leaves_the_trash() =>
        Given(Written, Deleted).When(Undelete(2)).Then(UndeletedNow);

    [Fact]
    public void The_version_may_be_left_out() =>
        Given(Written, Deleted).When(Undelete()).Then(UndeletedNow);

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void A_repeated_undeletion_does_nothing(int? expectedVersion) =>
        Given(Written, Deleted).When(Undelete(expectedVersion)).Then(UndeletedNow).When(Undelete(expectedVersion)).ThenNothing();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_lies_not_in_the_trash_is_undeleted_on_whatever_version(int expectedVersion) =>
        Given(Written).When(Undelete(expectedVersion)).ThenNothing();

    [Fact]
    public void An_entry_whose_time_is_over_can_come_back_until_it_is_purged() =>
        Given(Written, Deleted).When(Undelete(2), at: Now.AddDays(60)).Then(new EntryEvent.Undeleted(Laptop, Now.AddDays(60)));

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_stale_version_is_refused(int expectedVersion) =>
        Given(Written, Deleted).When(Undelete(expectedVersion)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Theory]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_future_version_is_refused(int expectedVersion) =>
        Given(Written, Deleted).When(Undelete(expectedVersion)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void What_was_never_written_is_not_found() =>
        GivenNothing().When(Undelete()).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);

    [Fact]
    public void What_is_purged_is_not_found() =>
        Given(Written, Deleted, Purged).When(Undelete()).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
}
