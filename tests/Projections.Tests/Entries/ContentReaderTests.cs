using Diary.Domain.Entries;
using Diary.Projections.Entries;
using Diary.Projections.Vault;

namespace Diary.Projections.Tests.Entries;

public sealed class ContentReaderTests(TestDiary diary) : IClassFixture<TestDiary>
{
    [Fact]
    public async Task Contents_come_with_their_capsules_and_the_tags_of_then_and_never_another_accounts()
    {
        var (account, other) = (NewAccount(), NewAccount());
        var (walk, theirs) = (NewEntry(), NewEntry());
        await diary.Append(
            Append(account, walk, 0, Written(account, walk, index: Indexed(default, default, Tag(1))),
                Edited(index: Indexed(default, default, Tag(2), Tag(3)))),
            Append(other, walk, 0, Written(other, walk)), Append(other, theirs, 0, Written(other, theirs)));

        var found = await Reader.Find(account, [(walk, 1), (walk, 2), (walk, 3), (theirs, 1)], CancellationToken.None);
        Assert.Equal(new[] { (walk, 1), (walk, 2) }.ToHashSet(), found.Keys.ToHashSet());
        Assert.Equal((Run(0x80, 40), [Tag(1)]), (found[(walk, 1)].Body, found[(walk, 1)].Tags));
        Assert.Equal((Run(0x90, 48), [Tag(2), Tag(3)]), (found[(walk, 2)].Body, found[(walk, 2)].Tags));
        Assert.Equal([1, 2, 1], found[(walk, 1)].CapsuleRecord);
        Assert.Equal([1, 2, 2], found[(walk, 2)].CapsuleRecord);
    }

    [Fact]
    public async Task A_content_without_its_capsule_is_left_out()
    {
        var (account, entry) = (NewAccount(), NewEntry());
        await diary.Append(First(account, entry), Append(account, entry, 1, new EntryEvent.Purged(null, Now)));
        Assert.Empty(await Reader.Find(account, [(entry, 1)], CancellationToken.None));
    }

    [Fact]
    public async Task An_event_that_brought_no_content_is_no_place_to_look_for_one()
    {
        var (account, entry) = (NewAccount(), NewEntry());
        await diary.Append(First(account, entry), Append(account, entry, 1, new EntryEvent.Redated(Saturday, Phone, Now)));
        await new VaultStore(diary.Database).Write([new VaultWrite.PutEntryKey(account, entry, 2, [1])], CancellationToken.None);
        await Assert.ThrowsAsync<InvalidDataException>(() => Reader.Find(account, [(entry, 2)], CancellationToken.None));
    }

    private ContentReader Reader => new(diary.Database);
}
