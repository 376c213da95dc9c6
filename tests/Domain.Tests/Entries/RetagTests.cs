using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class RetagTests
{
    private static readonly SealedTag River = First.Index.Tags[0];
    private static readonly SealedTag Home = Third.Index.Tags[0];
    private static readonly SealedTag Rain = Sealed("Rain.").Index.Tags[0];

    private static readonly EntryCommand Rename = new EntryCommand.Retag(River.Token, Rain, Laptop);

    [Fact]
    public void A_carried_tag_gives_way_to_the_other() =>
        Given(Written).When(Rename).Then(new EntryEvent.Tagged([Rain], Laptop, Now)).When(Rename).ThenNothing();

    [Fact]
    public void An_entry_that_does_not_carry_it_stays() =>
        Given(Written).When(new EntryCommand.Retag(Home.Token, Rain, Phone)).ThenNothing();

    [Fact]
    public void The_other_tags_and_their_order_stay() =>
        Given(Written, Carries(Home, River)).When(Rename).Then(new EntryEvent.Tagged([Home, Rain], Laptop, Now));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tag_that_was_carried_beside_it_becomes_one_with_it_at_the_first_place_of_the_two(bool otherFirst)
    {
        var older = Rain with { SealedName = River.SealedName };
        Given(Written, otherFirst ? Carries(older, Home, River) : Carries(River, Home, older))
            .When(Rename).Then(new EntryEvent.Tagged([Rain, Home], Laptop, Now));
    }

    [Fact]
    public void Another_spelling_takes_the_place_of_the_one_before_once()
    {
        var respelled = new EntryCommand.Retag(River.Token, River with { SealedName = Home.SealedName }, Phone);
        Given(Written).When(respelled).Then(new EntryEvent.Tagged([respelled.To], Phone, Now)).When(respelled).ThenNothing();
    }

    [Fact]
    public void The_trash_is_tagged_too() =>
        Given(Written, Deleted).When(Rename).Then(new EntryEvent.Tagged([Rain], Laptop, Now));

    [Fact]
    public void Nothing_and_what_is_purged_carry_no_tag()
    {
        GivenNothing().When(Rename).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
        Given(Written, Purged).When(Rename).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
    }

    [Fact]
    public void The_content_and_all_that_is_known_of_it_but_the_tags_stay()
    {
        var before = (Entry.Kept)Entry.Fold([Written, Edited, Deleted]);
        Assert.Equal(
            before with
            {
                AtVersion = 4,
                Index = before.Index with { Tags = [Rain] },
                Last = new Entry.LastChange(Entry.ChangeKind.Tagged),
            },
            Entry.Fold([Written, Edited, Deleted, Carries(Rain)]));
    }

    [Fact]
    public void An_edit_that_is_repeated_behind_it_is_told_of_the_version_that_stands() =>
        Given(Written, Edited, Carries(Rain)).When(new EntryCommand.Edit(1, null, null, Second, Phone))
            .ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void An_edit_of_nothing_is_not_taken_for_a_repeat_of_it() =>
        Given(Written, Carries(Rain)).When(new EntryCommand.Edit(1, null, null, null, Phone))
            .ThenRefused(RefusalCode.VersionConflict, RefusalReason.StaleVersion);

    [Fact]
    public void A_repeated_creation_is_recognised_behind_it() =>
        Given(Written, Carries(Rain)).When(new EntryCommand.Write(Walk, Ada, Sunday, EntrySource.Diary, First, Phone)).ThenNothing();

    [Fact]
    public void Restoring_brings_back_the_tags_of_the_version_restored()
    {
        var then = (Entry.Kept)Entry.Fold([Written, Carries(Rain)]);
        Given(Written, Carries(Rain), Edited)
            .When(new EntryCommand.Restore(3, 2, Phone, new RevisionFacts(then.SealedAt, then.Day, then.Index)))
            .Then(new EntryEvent.Restored(2, 1, Sunday, First.Index with { Tags = [Rain] }, Phone, Now));
    }

    [Fact]
    public void An_entry_of_as_many_versions_as_one_may_have_keeps_its_tags() =>
        GivenVersion(EntryDecider.MaxVersions).When(Rename).ThenRefused(RefusalCode.Invalid, RefusalReason.TooManyVersions);

    private static EntryEvent.Tagged Carries(params SealedTag[] tags) => new([.. tags], Phone, Earlier);
}
