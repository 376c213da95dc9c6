using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Entries;

namespace Diary.Projections.Tests.Entries;

public sealed class TagReaderTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private readonly AccountId _account = NewAccount();
    private readonly AccountId _other = NewAccount();
    private readonly EntryId _walk = NewEntry();
    private readonly EntryId _rain = NewEntry();

    [Fact]
    public async Task All_tags_are_counted_outside_the_trash_most_used_first()
    {
        await Live();
        Assert.Equal(
            [new TagRow(Token(2), Run(0x40, 4), 2), new TagRow(Token(1), Run(0x40, 4), 1), new TagRow(Token(3), Run(0x40, 4), 1)],
            await Reader.All(_account, CancellationToken.None));
        Assert.Equal([new TagRow(Token(2), Run(0x55, 4), 1)], await Reader.All(_other, CancellationToken.None));
        Assert.Empty(await Reader.All(NewAccount(), CancellationToken.None));
    }

    [Fact]
    public async Task Some_tags_are_counted_outside_the_trash()
    {
        await Live();
        Assert.Equal(
            new Dictionary<Bytes, int> { [Token(2)] = 2, [Token(1)] = 1 },
            await Reader.Counts(_account, [Token(1), Token(2), Token(4), Token(5)], CancellationToken.None));
    }

    [Fact]
    public async Task The_tags_of_entries_keep_the_order_in_which_they_were_given()
    {
        await Live();
        var tags = await Reader.Of(_account, [_walk, _rain, NewEntry()], CancellationToken.None);
        Assert.Equal([new EntryTagRow(Token(2), Run(0x40, 4)), new EntryTagRow(Token(1), Run(0x40, 4))], tags[_walk]);
        Assert.Equal([new EntryTagRow(Token(3), Run(0x40, 4)), new EntryTagRow(Token(2), Run(0x40, 4))], tags[_rain]);
        Assert.Equal(2, tags.Count);
        Assert.Equal([new EntryTagRow(Token(2), Run(0x55, 4))],
            (await Reader.Of(_other, [_walk, _rain], CancellationToken.None)).SelectMany(t => t));
    }

    private TagReader Reader => new(diary.Database);

    private async Task Live()
    {
        var binned = NewEntry();
        await diary.Append(
            Append(_account, _walk, 0, Written(_account, _walk, index: Indexed(default, default, Tag(2), Tag(1)))),
            Append(_account, _rain, 0, Written(_account, _rain, index: Indexed(default, default, Tag(3), Tag(2)))),
            Append(_account, binned, 0, Written(_account, binned, index: Indexed(default, default, Tag(2), Tag(4)))),
            Append(_account, binned, 1, new EntryEvent.Deleted(Now, Phone, Now)),
            Append(_other, _walk, 0, Written(_other, _walk, index: Indexed(default, default, Tag(2, 0x55)))));
    }
}
