using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class EditEntryTests
{
    private static EntryCommand.Edit Edit(int expectedVersion, SealedDraft? content = null) =>
        new(expectedVersion, null, null, content, Laptop);

    [Fact]
    public void An_edit_replaces_the_content_and_keeps_the_day() =>
        Given(Written).When(Edit(1, Second)).Then(new EntryEvent.Edited(Sunday, Second.Body, Second.Index, Laptop, Now));

    [Fact]
    public void An_edit_replaces_content_and_day_at_once() =>
        Given(Written).When(Edit(1, Second) with { Date = Saturday.Date })
            .Then(new EntryEvent.Edited(Saturday, Second.Body, Second.Index, Laptop, Now));

    [Fact]
    public void An_edit_without_a_session_is_nobodys() =>
        Given(Written).When(Edit(1, Second) with { By = null }).Then(new EntryEvent.Edited(Sunday, Second.Body, Second.Index, null, Now));

    [Fact]
    public void A_new_date_alone_only_redates() =>
        Given(Written).When(Edit(1) with { Date = Saturday.Date }).Then(new EntryEvent.Redated(Saturday, Laptop, Now));

    [Fact]
    public void A_new_time_zone_alone_only_redates() =>
        Given(Written).When(Edit(1) with { TimeZone = "America/Lima" }).Then(new EntryEvent.Redated(SundayInLima, Laptop, Now));

    [Fact]
    public void An_edit_starts_from_the_day_of_the_current_version() =>
        Given(Written, Redated).When(Edit(2, Second)).Then(new EntryEvent.Edited(Saturday, Second.Body, Second.Index, Laptop, Now));

    [Fact]
    public void An_edit_of_nothing_does_nothing() =>
        Given(Written).When(Edit(1)).ThenNothing();

    [Fact]
    public void The_day_that_already_stands_does_nothing() =>
        Given(Written).When(Edit(1) with { Date = Sunday.Date, TimeZone = Sunday.TimeZone }).ThenNothing();

    [Fact]
    public void The_same_text_on_the_current_version_is_a_new_version() =>
        Given(Written, Edited).When(Edit(2, Second)).Then(new EntryEvent.Edited(Sunday, Second.Body, Second.Index, Laptop, Now));

    [Fact]
    public void A_repeated_edit_does_nothing() =>
        Given(Written).When(Edit(1, Second)).Then(new EntryEvent.Edited(Sunday, Second.Body, Second.Index, Laptop, Now))
            .When(Edit(1, Second)).ThenNothing();

    [Fact]
    public void A_repeated_edit_is_recognised_by_its_digest_whatever_its_ciphertext() =>
        Given(Written, Edited).When(Edit(1, Sealed("Walked to the river and back.", sealing: 2))).ThenNothing();

    [Fact]
    public void A_repeated_edit_of_content_and_day_does_nothing() =>
        Given(Written).When(Edit(1, Second) with { Date = Saturday.Date })
            .Then(new EntryEvent.Edited(Saturday, Second.Body, Second.Index, Laptop, Now))
            .When(Edit(1, Second) with { Date = Saturday.Date }).ThenNothing();

    [Fact]
    public void A_repeated_redating_does_nothing() =>
        Given(Written).When(Edit(1) with { Date = Saturday.Date }).Then(new EntryEvent.Redated(Saturday, Laptop, Now))
            .When(Edit(1) with { Date = Saturday.Date }).ThenNothing();

    [Fact]
    public void A_repeated_edit_that_did_nothing_does_nothing_again() =>
        Given(Written).When(Edit(1)).ThenNothing().When(Edit(1)).ThenNothing();

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_stale_version_is_refused(int expectedVersion) =>
        Given(Written, Edited).When(Edit(expectedVersion, Third)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Theory]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_future_version_is_refused(int expectedVersion) =>
        Given(Written, Edited).When(Edit(expectedVersion, Third)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void The_same_content_for_another_day_is_stale_and_no_repetition() =>
        Given(Written, Edited).When(Edit(1, Second) with { Date = Saturday.Date })
            .ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void A_redating_is_not_repeated_by_an_edit_of_the_content() =>
        Given(Written, Redated).When(Edit(1, Second)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void An_edit_is_not_repeated_by_a_redating() =>
        Given(Written, Edited).When(Edit(1) with { Date = Sunday.Date }).ThenRefused(
            RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void A_restored_content_is_not_a_repeated_edit() =>
        Given(Written, Edited, Restored).When(Edit(2, First)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void A_repetition_is_stale_once_another_change_followed() =>
        Given(Written, Edited, Redated).When(Edit(1, Second)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void An_entry_in_the_trash_cannot_be_edited() =>
        Given(Written, Deleted).When(Edit(2, Second)).ThenRefused(RefusalCode.Invalid, RefusalReason.InTrash);

    [Fact]
    public void An_entry_in_the_trash_cannot_be_redated() =>
        Given(Written, Deleted).When(Edit(2) with { Date = Saturday.Date }).ThenRefused(RefusalCode.Invalid, RefusalReason.InTrash);

    [Fact]
    public void A_stale_edit_of_an_entry_in_the_trash_is_stale_first() =>
        Given(Written, Deleted).When(Edit(1, Second)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void An_entry_back_from_the_trash_can_be_edited() =>
        Given(Written, Deleted, Undeleted).When(Edit(3, Second)).Then(
            new EntryEvent.Edited(Sunday, Second.Body, Second.Index, Laptop, Now));

    [Fact]
    public void What_was_never_written_is_not_found() =>
        GivenNothing().When(Edit(0, Second)).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);

    [Fact]
    public void What_is_purged_is_not_found() =>
        Given(Written, Purged).When(Edit(2, Second)).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
}
