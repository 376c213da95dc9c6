using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class AttachMediaTests
{
    private static readonly MediaId Photo = new(new Guid("0195a1b0-0000-7000-8000-0000000000f1"));
    private static readonly MediaId Film = new(new Guid("0195a1b0-0000-7000-8000-0000000000f2"));
    private static readonly EntryEvent WrittenWithPhoto = ((EntryEvent.Written)Written) with { Media = [Photo] };

    private static EntryCommand.Edit Edit(int expectedVersion, ValueList<MediaId>? media, SealedDraft? content = null) =>
        new(expectedVersion, null, null, content, Laptop, media);

    [Fact]
    public void An_entry_begins_with_media_and_only_the_same_ones_are_a_repetition()
    {
        var write = new EntryCommand.Write(Walk, Ada, Sunday, EntrySource.Diary, First, Laptop, [Photo, Film]);
        GivenNothing().When(write)
            .Then(new EntryEvent.Written(Walk, Ada, Sunday, EntrySource.Diary, First.Body, First.Index, Laptop, Now, [Photo, Film]))
            .When(write).ThenNothing();
        Given(WrittenWithPhoto).When(write).ThenRefused(RefusalCode.VersionConflict, RefusalReason.IdInUse);
        Given(WrittenWithPhoto).When(write with { Media = [Photo] }).ThenNothing();
    }

    [Fact]
    public void Media_alone_are_attached_detached_and_reordered_and_the_content_stays()
    {
        Given(Written).When(Edit(1, [Photo])).Then(new EntryEvent.MediaAttached([Photo], Sunday, Laptop, Now))
            .When(Edit(1, [Photo])).ThenNothing();
        Given(WrittenWithPhoto).When(Edit(1, [Film])).Then(new EntryEvent.MediaAttached([Film], Sunday, Laptop, Now))
            .When(Edit(2, [Film, Photo])).Then(new EntryEvent.MediaAttached([Film, Photo], Sunday, Laptop, Now))
            .When(Edit(3, [Photo, Film])).Then(new EntryEvent.MediaAttached([Photo, Film], Sunday, Laptop, Now))
            .When(Edit(4, [Film])).Then(new EntryEvent.MediaDetached([Film], Sunday, Laptop, Now))
            .When(Edit(5, [])).Then(new EntryEvent.MediaDetached([], Sunday, Laptop, Now))
            .When(Edit(5, [])).ThenNothing();
        Given(WrittenWithPhoto).When(Edit(1, [Photo])).ThenNothing();
    }

    [Fact]
    public void Media_and_day_change_at_once() => Given(WrittenWithPhoto).When(Edit(1, []) with { Date = Saturday.Date })
        .Then(new EntryEvent.MediaDetached([], Saturday, Laptop, Now)).When(Edit(1, []) with { Date = Saturday.Date }).ThenNothing();

    [Fact]
    public void A_content_comes_with_all_that_is_attached_then()
    {
        Given(WrittenWithPhoto).When(Edit(1, null, Second))
            .Then(new EntryEvent.Edited(Sunday, Second.Body, Second.Index, Laptop, Now, [Photo]));
        Given(WrittenWithPhoto).When(Edit(1, [Film], Second))
            .Then(new EntryEvent.Edited(Sunday, Second.Body, Second.Index, Laptop, Now, [Film]))
            .When(Edit(1, [Film], Second)).ThenNothing()
            .When(Edit(1, [Photo], Second)).ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);
    }

    [Fact]
    public void A_version_comes_back_with_the_media_that_it_had() =>
        Given(WrittenWithPhoto, Edited).When(new EntryCommand.Restore(2, 1, Laptop, AtFirst with { Media = [Photo] }))
            .Then(new EntryEvent.Restored(1, 1, Sunday, First.Index, Laptop, Now, [Photo]));

    [Fact]
    public void An_entry_knows_all_that_it_ever_had()
    {
        var kept = Assert.IsType<Entry.Kept>(Entry.Fold([WrittenWithPhoto, new EntryEvent.MediaAttached([Film], Sunday, null, Now),
            new EntryEvent.MediaDetached([], Sunday, null, Now), new EntryEvent.Restored(1, 1, Sunday, First.Index, null, Now, [Photo])]));
        Assert.Equal([Photo], kept.Media);
        Assert.Equal([Photo, Film], kept.EverMedia);
    }

    [Fact]
    public void Nothing_is_attached_in_the_trash() =>
        Given(Written, Deleted).When(Edit(2, [Photo])).ThenRefused(RefusalCode.Invalid, RefusalReason.InTrash);
}
