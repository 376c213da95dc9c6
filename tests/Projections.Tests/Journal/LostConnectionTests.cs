using Diary.Projections.Journal;
using Diary.TestKit;
using Npgsql;

namespace Diary.Projections.Tests.Journal;

public sealed class LostConnectionTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private static readonly JournalOptions Quick =
        new() { Writers = 1, RetryDelay = TimeSpan.FromMilliseconds(1), Cooldown = TimeSpan.FromMilliseconds(1) };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public async Task A_commit_whose_reply_is_lost_is_found_in_the_stream_and_not_repeated(int losses)
    {
        await using var proxy = new LossyProxy(Port);
        await using var behind = await Behind(proxy);
        var account = NewAccount();
        var appends = Enumerable.Range(0, 10).Select(_ => First(account, NewEntry())).ToList();
        await using (var journal = behind.Journal(Quick))
        {
            proxy.LoseReplies(losses);
            Assert.All(await Task.WhenAll(appends.Select(journal.Append)), o => Assert.IsType<AppendOutcome.Committed>(o));
        }

        Assert.InRange(proxy.Lost, 1, losses);
        Assert.Equal(10L, await Events(account));
        Assert.Equal(10L, await diary.Scalar<long>("SELECT count(*) FROM read.entry_events WHERE account_id = $1", account.Value));
    }

    [Fact]
    public async Task A_commit_that_never_arrived_is_sent_again()
    {
        await using var proxy = new LossyProxy(Port);
        await using var behind = await Behind(proxy);
        var account = NewAccount();
        await using var journal = behind.Journal(Quick);
        proxy.LoseCommits(1);
        Assert.IsType<AppendOutcome.Committed>(await journal.Append(First(account, NewEntry())));
        Assert.Equal(1, proxy.Lost);
        Assert.Equal(1L, await Events(account));
    }

    [Fact]
    public async Task Commits_that_never_arrive_end_in_a_refusal_and_leave_nothing()
    {
        await using var proxy = new LossyProxy(Port);
        await using var behind = await Behind(proxy);
        var account = NewAccount();
        await using var journal = behind.Journal(Quick);
        proxy.LoseCommits(1_000);
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => journal.Append(First(account, NewEntry())))),
            o => Assert.Equal(new AppendOutcome.Unavailable(Quick.Cooldown), o));
        Assert.Equal(0L, await Events(account));

        proxy.Forgive();
        await Eventually(() => journal.Append(First(account, NewEntry())));
    }

    [Fact]
    public async Task Under_load_with_connections_that_are_cut_each_event_is_kept_once_or_its_caller_told()
    {
        var name = $"victim-{Guid.NewGuid():N}";
        await using var victim = await TestDiary.In(
            new NpgsqlConnectionStringBuilder(diary.ConnectionString) { ApplicationName = name }.ConnectionString);
        var account = NewAccount();
        await using var journal = victim.Journal(Quick with { Writers = 2, Attempts = 5, RetryDelay = TimeSpan.FromMilliseconds(20) });
        var entries = Enumerable.Range(0, 400).Select(_ => NewEntry()).ToList();
        using var done = new CancellationTokenSource();
        var outcomes = new List<AppendOutcome>();
        var cutting = CutConnectionsOf(name, () => outcomes.Count, done.Token);
        foreach (var wave in entries.Chunk(20))
        {
            outcomes.AddRange(await Task.WhenAll(wave.Select(e => journal.Append(First(account, e)))));
        }

        await done.CancelAsync();
        Assert.InRange(await cutting, 5, int.MaxValue);
        Assert.All(outcomes, o => Assert.True(o is AppendOutcome.Committed or AppendOutcome.Unavailable));
        Assert.Contains(outcomes, o => o is AppendOutcome.Committed);
        var kept = (await diary.Rows("SELECT entry_id FROM read.entries WHERE account_id = $1", account.Value)).ToHashSet();
        Assert.All(entries.Zip(outcomes), e => Assert.True(e.Second is not AppendOutcome.Committed || kept.Contains($"({e.First})")));
        Assert.Equal(kept.Count, await Events(account));
        Assert.Equal(kept.Count, await diary.Scalar<long>("SELECT count(*) FROM vault.entry_keys WHERE account_id = $1", account.Value));
    }

    internal static async Task Eventually(Func<Task<AppendOutcome>> append)
    {
        using var tries = new PeriodicTimer(Quick.Cooldown, TimeProvider.System);
        for (var i = 0; i < 1_000; i++)
        {
            if (await append() is AppendOutcome.Committed)
            {
                return;
            }

            await tries.WaitForNextTickAsync();
        }

        Assert.Fail("The journal did not recover.");
    }

    private int Port => new NpgsqlConnectionStringBuilder(diary.ConnectionString).Port;

    private async Task<TestDiary> Behind(LossyProxy proxy) =>
        await TestDiary.In(new NpgsqlConnectionStringBuilder(diary.ConnectionString) { Port = proxy.Port }.ConnectionString);

    private Task<long> Events(Domain.AccountId account) =>
        diary.Scalar<long>("SELECT count(*) FROM events.mt_events WHERE tenant_id = $1 AND type LIKE 'entry_%'", account.ToString());

    /// <summary>No more than two between one wave of answers and the next: a slow server must be able to serve some, too.</summary>
    private async Task<int> CutConnectionsOf(string name, Func<int> answered, CancellationToken until)
    {
        var (cut, cutSince, seen) = (0, 0, 0);
        using var pauses = new PeriodicTimer(TimeSpan.FromMilliseconds(30), TimeProvider.System);
        while (!until.IsCancellationRequested)
        {
            (cutSince, seen) = (answered() == seen ? cutSince : 0, answered());
            if (cutSince < 2)
            {
                var ended = (await diary.Rows(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE application_name = $1 AND state <> 'idle' LIMIT 1
                    """,
                    name)).Length;
                (cut, cutSince) = (cut + ended, cutSince + ended);
            }

            await pauses.WaitForNextTickAsync(CancellationToken.None);
        }

        return cut;
    }
}
