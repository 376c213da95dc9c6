using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Events;
using Diary.Projections.Journal;

namespace Diary.Projections.Tests.Journal;

public sealed class QueueTests(TestDiary diary) : IClassFixture<TestDiary>
{
    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        await using var journal = diary.Journal(new JournalOptions { Writers = 0, QueueLength = 2, Cooldown = TimeSpan.FromSeconds(3) });
        var account = NewAccount();
        var taken = new[] { journal.Append(First(account, NewEntry())), journal.Append(First(account, NewEntry())) };
        var refused = journal.Append(First(account, NewEntry()));

        Assert.True(refused.IsCompleted);
        Assert.Equal(new AppendOutcome.Unavailable(TimeSpan.FromSeconds(3)), await refused);
        Assert.All(taken, t => Assert.False(t.IsCompleted));
    }

    [Fact]
    public async Task What_was_taken_is_committed_before_the_journal_ends_and_nothing_is_taken_after()
    {
        var account = NewAccount();
        var journal = diary.Journal(new JournalOptions { BatchSize = 7 });
        var waiting = Enumerable.Range(0, 100).Select(_ => journal.Append(First(account, NewEntry()))).ToList();
        await journal.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting), o => Assert.IsType<AppendOutcome.Committed>(o));
        Assert.Equal(100L, await diary.Scalar<long>("SELECT count(*) FROM read.entries WHERE account_id = $1", account.Value));
        Assert.IsType<AppendOutcome.Unavailable>(await journal.Append(First(account, NewEntry())));
    }

    [Fact]
    public async Task Silos_that_write_the_same_streams_neither_deadlock_nor_both_win()
    {
        var account = NewAccount();
        var entries = Enumerable.Range(0, 24).Select(_ => NewEntry()).ToList();
        await using var one = diary.Journal();
        await using var other = diary.Journal();
        for (var version = 0; version < 5; version++)
        {
            EntryEvent[] Events(EntryId entry) => [version == 0 ? Written(account, entry) : Edited()];
            var expected = version;
            var ours = entries.Select(e => one.Append(Append(account, e, expected, Events(e)))).ToList();
            var theirs = entries.AsEnumerable().Reverse().Select(e => other.Append(Append(account, e, expected, Events(e)))).ToList();
            var outcomes = (await Task.WhenAll(ours)).Zip((await Task.WhenAll(theirs)).Reverse());
            Assert.All(outcomes, o => Assert.Equal(
                [nameof(AppendOutcome.Committed), nameof(AppendOutcome.Conflict)],
                new[] { o.First.GetType().Name, o.Second.GetType().Name }.Order(StringComparer.Ordinal)));
        }

        foreach (var entry in entries)
        {
            Assert.Equal(5, (await diary.Streams.Read<EntryEvent>(account, StreamKey.Of(entry), null, CancellationToken.None)).Count);
        }
    }
}
