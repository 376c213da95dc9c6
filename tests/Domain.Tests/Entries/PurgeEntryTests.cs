using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class PurgeEntryTests
{
    private static readonly EntryEvent PurgedNow = new EntryEvent.Purged(Laptop, Now, 1);

    private static EntryCommand.Purge Purge(int? expectedVersion = null) => new(expectedVersion, Laptop);

    [Fact]
    public void An_entry_can_be_purged_from_the_trash() =>
        Given(Written, Deleted).When(Purge(2)).Then(PurgedNow);

    [Fact]
    public void An_entry_can_be_purged_without_the_trash() =>
        Given(Written).When(Purge(1)).Then(PurgedNow);

    [Fact]
    public void The_version_may_be_left_out() =>
        Given(Written).When(Purge()).Then(PurgedNow);

    [Fact]
    public void Each_version_that_brought_a_content_had_a_key_of_its_own() =>
        Given(Written, Edited, Restored, Redated, Edited, Deleted).When(Purge()).Then(new EntryEvent.Purged(Laptop, Now, 3));

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void A_repeated_purge_does_nothing(int? expectedVersion) =>
        Given(Written).When(Purge(expectedVersion)).Then(PurgedNow).When(Purge(expectedVersion)).ThenNothing();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(99)]
    public void What_is_purged_is_purged_on_whatever_version(int expectedVersion) =>
        Given(Written, Purged).When(Purge(expectedVersion)).ThenNothing();

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_stale_version_is_refused(int expectedVersion) =>
        Given(Written, Edited).When(Purge(expectedVersion)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Theory]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_future_version_is_refused(int expectedVersion) =>
        Given(Written, Edited).When(Purge(expectedVersion)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void What_was_never_written_is_not_found() =>
        GivenNothing().When(Purge()).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
}
