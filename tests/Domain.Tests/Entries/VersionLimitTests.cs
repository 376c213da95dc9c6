using Diary.Domain.Entries;
using static Diary.Domain.Entries.EntryDecider;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class VersionLimitTests
{
    private static EntryCommand.Edit Edit(int expectedVersion) => new(expectedVersion, null, null, Second, Laptop);

    [Fact]
    public void The_last_version_can_be_made() =>
        GivenVersion(MaxVersions - 1).When(Edit(MaxVersions - 1))
            .Then(new EntryEvent.Edited(Saturday, Second.Body, Second.Index, Laptop, Now));

    [Fact]
    public void The_edit_that_made_the_last_version_can_be_repeated() =>
        GivenVersion(MaxVersions - 1).When(Edit(MaxVersions - 1))
            .Then(new EntryEvent.Edited(Saturday, Second.Body, Second.Index, Laptop, Now))
            .When(Edit(MaxVersions - 1)).ThenNothing();

    [Fact]
    public void No_edit_goes_beyond_it() =>
        GivenVersion(MaxVersions).When(Edit(MaxVersions)).ThenRefused(RefusalCode.Invalid, RefusalReason.TooManyVersions);

    [Fact]
    public void No_restoration_goes_beyond_it() =>
        GivenVersion(MaxVersions).When(new EntryCommand.Restore(MaxVersions, 1, Laptop, AtFirst))
            .ThenRefused(RefusalCode.Invalid, RefusalReason.TooManyVersions);

    [Fact]
    public void No_deletion_goes_beyond_it_so_that_the_trash_cannot_add_versions_without_end() =>
        GivenVersion(MaxVersions).When(new EntryCommand.Delete(MaxVersions, Laptop))
            .ThenRefused(RefusalCode.Invalid, RefusalReason.TooManyVersions);

    [Fact]
    public void A_stale_edit_is_stale_first() =>
        GivenVersion(MaxVersions).When(Edit(1)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void What_lies_in_the_trash_can_come_back_whatever_its_version() =>
        Given([.. Versions(MaxVersions - 1), Deleted]).When(new EntryCommand.Undelete(MaxVersions, Laptop))
            .Then(new EntryEvent.Undeleted(Laptop, Now))
            .When(new EntryCommand.Delete(null, Laptop)).ThenRefused(RefusalCode.Invalid, RefusalReason.TooManyVersions);

    [Fact]
    public void Any_version_can_be_purged() =>
        GivenVersion(MaxVersions).When(new EntryCommand.Purge(MaxVersions, Laptop)).Then(new EntryEvent.Purged(Laptop, Now, 1));
}
