using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class WriteEntryTests
{
    private static EntryCommand.Write Write(SealedDraft content) => new(Walk, Ada, Sunday, EntrySource.Diary, content, Laptop);

    [Fact]
    public void The_first_write_begins_the_entry() =>
        GivenNothing().When(Write(First))
            .Then(new EntryEvent.Written(Walk, Ada, Sunday, EntrySource.Diary, First.Body, First.Index, Laptop, Now));

    [Theory]
    [InlineData(EntrySource.Facebook)]
    [InlineData(EntrySource.Import)]
    public void The_source_and_a_missing_session_are_kept(EntrySource source) =>
        GivenNothing().When(Write(First) with { Source = source, By = null })
            .Then(new EntryEvent.Written(Walk, Ada, Sunday, source, First.Body, First.Index, null, Now));

    [Fact]
    public void A_repeated_write_does_nothing() =>
        GivenNothing().When(Write(First))
            .Then(new EntryEvent.Written(Walk, Ada, Sunday, EntrySource.Diary, First.Body, First.Index, Laptop, Now))
            .When(Write(First)).ThenNothing();

    [Fact]
    public void A_repeated_write_is_recognised_by_its_digest_whatever_its_ciphertext() =>
        Given(Written).When(Write(Sealed("Walked to the river.", sealing: 2))).ThenNothing();

    [Fact]
    public void A_repeated_write_is_recognised_after_any_later_change() =>
        Given(Written, Edited, Redated, Restored, Deleted).When(Write(First)).ThenNothing();

    [Fact]
    public void Other_content_under_the_same_id_is_a_conflict() =>
        Given(Written).When(Write(Second)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.IdInUse);

    [Fact]
    public void The_content_of_a_later_version_is_no_repeated_write() =>
        Given(Written, Edited).When(Write(Second)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.IdInUse);

    [Fact]
    public void Another_day_under_the_same_id_is_a_conflict() =>
        Given(Written).When(Write(First) with { Day = Saturday }).ThenRefused(RefusalCode.VersionConflict, RefusalReason.IdInUse);

    [Fact]
    public void Another_time_zone_under_the_same_id_is_a_conflict() =>
        Given(Written).When(Write(First) with { Day = SundayInLima }).ThenRefused(RefusalCode.VersionConflict, RefusalReason.IdInUse);

    [Fact]
    public void Another_source_under_the_same_id_is_a_conflict() =>
        Given(Written).When(Write(First) with { Source = EntrySource.Import }).ThenRefused(
            RefusalCode.VersionConflict, RefusalReason.IdInUse);

    [Fact]
    public void Other_content_for_an_entry_in_the_trash_is_a_conflict() =>
        Given(Written, Deleted).When(Write(Second)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.IdInUse);

    [Fact]
    public void A_purged_id_is_not_given_again_even_for_the_same_content() =>
        Given(Written, Purged).When(Write(First)).ThenRefused(RefusalCode.Invalid, RefusalReason.IdPurged);
}
