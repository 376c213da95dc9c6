using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class ImportEntryTests
{
    private static readonly Guid Job = new("0195a1b0-0000-7000-8000-0000000000a1");
    private static readonly Guid Other = new("0195a1b0-0000-7000-8000-0000000000a2");

    private static readonly EntryEvent FirstImported = Imported(First, Earlier);
    private static readonly EntryEvent SecondImported = Imported(Second, Earlier);

    [Fact]
    public void All_versions_come_in_at_the_times_that_the_archive_has() =>
        GivenNothing().When(Import(1, First, Second)).Then(FirstImported, SecondImported);

    [Fact]
    public void What_the_archive_dates_into_the_future_is_of_now() =>
        GivenNothing().When(Import(1, First) with { Versions = [new ImportedVersion(Sunday, Now.AddDays(1), First)] })
            .Then(Imported(First, Now));

    [Fact]
    public void What_came_from_the_trash_goes_there_for_its_whole_period() =>
        GivenNothing().When(Import(1, First) with { ToTrash = true })
            .Then(FirstImported, new EntryEvent.Deleted(Now + EntryDecider.TrashPeriod, null, Now));

    [Fact]
    public void More_versions_follow_those_before() => Given(FirstImported).When(Import(2, Second)).Then(SecondImported);

    [Fact]
    public void The_same_again_brings_nothing()
    {
        Given(FirstImported, SecondImported).When(Import(1, First, Second)).ThenNothing();
        Given(FirstImported, SecondImported).When(Import(1, First)).ThenNothing();
        GivenNothing().When(Import(1, First) with { ToTrash = true })
            .Then(FirstImported, new EntryEvent.Deleted(Now + EntryDecider.TrashPeriod, null, Now))
            .When(Import(1, First) with { ToTrash = true }).ThenNothing();
    }

    [Fact]
    public void Versions_that_do_not_follow_are_refused()
    {
        Given(FirstImported).When(Import(3, Third)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);
        Given(FirstImported).When(Import(1, First, Second)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);
        GivenNothing().When(Import(2, Second)).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
    }

    [Fact]
    public void What_its_owner_has_written_in_or_binned_takes_no_more_versions()
    {
        Given(FirstImported, Edited).When(Import(3, Third)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);
        Given(FirstImported, Deleted).When(Import(3, Third)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);
    }

    [Fact]
    public void An_id_that_is_taken_or_purged_takes_no_import()
    {
        Given(Written).When(Import(1, First)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.IdInUse);
        Given(FirstImported).When(Import(1, First) with { ImportId = Other })
            .ThenRefused(RefusalCode.VersionConflict, RefusalReason.IdInUse);
        Given(FirstImported, Purged).When(Import(1, First)).ThenRefused(RefusalCode.Invalid, RefusalReason.IdPurged);
    }

    [Fact]
    public void An_entry_gets_no_more_versions_than_one_may_have()
    {
        Given([FirstImported, .. Enumerable.Repeat<EntryEvent>(SecondImported, EntryDecider.MaxVersions - 1)])
            .When(Import(EntryDecider.MaxVersions + 1, Third)).ThenRefused(RefusalCode.Invalid, RefusalReason.TooManyVersions);
        GivenNothing().When(Import(1, [.. Enumerable.Repeat(First, EntryDecider.MaxVersions + 1)]))
            .ThenRefused(RefusalCode.Invalid, RefusalReason.TooManyVersions);
    }

    [Fact]
    public void An_import_is_undone_with_all_its_keys() =>
        Given(FirstImported, SecondImported).When(Undo()).Then(new EntryEvent.Purged(Phone, Now, 2));

    [Theory]
    [InlineData("edited")]
    [InlineData("redated")]
    [InlineData("restored")]
    public void What_its_owner_has_changed_since_stays(string how)
    {
        var change = how switch { "edited" => Edited, "redated" => Redated, _ => Restored };
        Given(FirstImported, change).When(Undo()).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);
        Given(FirstImported, change, Deleted).When(Undo()).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);
    }

    [Fact]
    public void A_renamed_tag_or_the_trash_is_no_writing_of_its_owner()
    {
        Given(FirstImported, new EntryEvent.Tagged(Second.Index.Tags, Phone, Earlier)).When(Undo())
            .Then(new EntryEvent.Purged(Phone, Now, 1));
        Given(FirstImported, Deleted).When(Undo()).Then(new EntryEvent.Purged(Phone, Now, 1));
        Given(FirstImported, Deleted, Undeleted).When(Undo()).Then(new EntryEvent.Purged(Phone, Now, 1));
    }

    [Fact]
    public void Only_what_that_import_brought_is_undone()
    {
        Given(Written).When(Undo()).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
        Given(FirstImported).When(Undo() with { ImportId = Other }).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
        GivenNothing().When(Undo()).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
        Given(FirstImported, Purged).When(Undo()).ThenNothing();
    }

    private static EntryEvent.Imported Imported(SealedDraft content, DateTimeOffset at) =>
        new(Walk, Ada, Job, Sunday, EntrySource.Import, content.Body, content.Index, Now, at);

    private static EntryCommand.Import Import(int first, params SealedDraft[] contents) => new(Walk, Ada, Job, EntrySource.Import, first,
        [.. contents.Select(c => new ImportedVersion(Sunday, Earlier, c))], ToTrash: false);

    private static EntryCommand.UndoImport Undo() => new(Job, Phone);
}
