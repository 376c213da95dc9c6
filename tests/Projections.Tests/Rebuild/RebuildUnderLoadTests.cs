using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Entries;
using Diary.Projections.Journal;
using Diary.Projections.Rebuild;
using Diary.TestKit;

namespace Diary.Projections.Tests.Rebuild;

public sealed class RebuildUnderLoadTests(PostgresServer server)
{
    [Fact]
    public async Task Silos_write_and_read_on_while_the_tables_are_swapped()
    {
        await using var diary = await TestDiary.New(server);
        await using var other = await TestDiary.In(diary.ConnectionString);
        await Lives.Tell(diary, 20);
        await using var one = diary.Journal();
        await using var two = other.Journal();
        using var done = new CancellationTokenSource();
        var writing = new[] { one, two }
            .SelectMany(j => Enumerable.Range(0, 6).Select(i => Task.Run(() => Write(j, i % 2 == 0, done.Token)))).ToList();
        var reading = new[] { diary, other }.Select(d => Task.Run(() => Read(d, done.Token))).ToList();

        for (var i = 0; i < 4; i++)
        {
            await new ReadModelRebuild(diary.Database, TimeProvider.System).Run(
                i == 2 ? [ReadModel.Entries] : ReadModel.All, CancellationToken.None);
        }

        await done.CancelAsync();
        var appends = (await Task.WhenAll(writing)).Sum();
        Assert.All(await Task.WhenAll(reading), pages => Assert.InRange(pages, 1, int.MaxValue));
        Assert.InRange(appends, 50, int.MaxValue);
        Assert.Equal(appends + (20L * Lives.EventsOfEach),
            await diary.Scalar<long>("SELECT count(*) FROM events.mt_events WHERE type <> 'tombstone'"));
        Assert.All(await new Verification(diary.Database).Run(CancellationToken.None),
            f => Assert.Equal(new Finding(f.Check, 0, []), f with { Ids = [] }));
    }

    /// <summary>One diary that grows: signs up, then writes, edits, bins and purges; every append has to be committed.</summary>
    private static async Task<int> Write(EventJournal journal, bool purges, CancellationToken until)
    {
        var appends = 0;
        while (!until.IsCancellationRequested)
        {
            var (account, entry) = (NewAccount(), NewEntry());
            await Commit(Append(SignedUp(account)));
            await Commit(Append(account, entry, 0, Written(account, entry, index: Indexed(Token(2), Run(0, 27), Tag(1), Tag(2)))));
            await Commit(Append(account, entry, 1, Edited(Saturday, Indexed(Token(3), Run(9, 18), Tag(2), Tag(3)))));
            await Commit(Append(account, entry, 2, new EntryEvent.Deleted(Now.AddDays(30), Phone, Now)));
            if (purges)
            {
                await Commit(Append(account, entry, 3, new EntryEvent.Purged(Phone, Now)));
            }
        }

        return appends;

        async Task Commit(Append append)
        {
            Assert.IsType<AppendOutcome.Committed>(await journal.Append(append));
            appends++;
        }
    }

    private static async Task<int> Read(TestDiary diary, CancellationToken until)
    {
        var account = new AccountId(await diary.Scalar<Guid>("SELECT account_id FROM read.accounts ORDER BY created_at LIMIT 1"));
        var entries = new EntryReader(diary.Database);
        var tags = new TagReader(diary.Database);
        var pages = 0;
        while (!until.IsCancellationRequested)
        {
            Assert.Equal(3, (await entries.Page(account, new EntryQuery(), null, 10, CancellationToken.None)).Count);
            Assert.Single(await tags.All(account, CancellationToken.None));
            pages++;
        }

        return pages;
    }
}
