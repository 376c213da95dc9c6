using Diary.Domain.Entries;
using static Diary.Domain.Tests.Entries.EntryScenario;

namespace Diary.Domain.Tests.Entries;

public sealed class IndexEntryTests
{
    private static readonly ValueList<VocabularyWord> Words = [new(8104, new Bytes([1]), new Bytes([2]), new Bytes([3]))];

    [Fact]
    public void What_was_found_in_the_text_that_stands_is_kept() =>
        Given(Written, Edited).When(Index(2)).Then(new EntryEvent.Indexed(
            2, Sunday.Date, Second.Index.Fingerprint, Second.Index.Terms, Second.Index.WordCount, Words, Phone, Now));

    [Fact]
    public void What_was_found_in_an_earlier_text_is_of_no_use() => Given(Written, Edited).When(Index(1)).ThenNothing();

    [Fact]
    public void What_was_found_for_another_day_is_of_no_use() => Given(Written, Redated).When(Index(1)).ThenNothing();

    [Fact]
    public void An_entry_in_the_trash_is_indexed_too_and_a_purged_one_is_gone()
    {
        Given(Written, Deleted).When(Index(1)).Then(new EntryEvent.Indexed(
            1, Sunday.Date, Second.Index.Fingerprint, Second.Index.Terms, Second.Index.WordCount, Words, Phone, Now));
        Given(Written, Purged).When(Index(1)).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchEntry);
    }

    [Fact]
    public void The_words_that_a_content_brought_are_not_remembered_with_it()
    {
        var written = (EntryEvent.Written)Written;
        var state = (Entry.Kept)Entry.Fold([written with { Index = written.Index with { Words = Words } }]);
        Assert.Equal(written.Index, state.Index);
    }

    private static EntryCommand.Index Index(int sealedAt) =>
        new(sealedAt, Sunday.Date, Second.Index.Fingerprint, Second.Index.Terms, Second.Index.WordCount, Words, Phone);
}
