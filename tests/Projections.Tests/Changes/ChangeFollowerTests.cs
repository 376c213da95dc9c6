using Diary.Domain;
using Diary.Projections.Changes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diary.Projections.Tests.Changes;

public sealed class ChangeFollowerTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private readonly AccountId _account = NewAccount();

    [Fact]
    public async Task What_is_there_comes_first_then_what_another_silo_commits_by_its_hint_alone()
    {
        await diary.Append(First(_account, NewEntry()));
        await using var hints = new ChangeHints(diary.Database, new ScaledTimers(0.001), NullLogger<ChangeHints>.Instance);
        var follower = new ChangeFollower(new ChangeReader(diary.Database), hints, TimeProvider.System);
        await using var changes = follower.Follow(_account, 0, Timeout()).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());
        for (var i = 0; i < 3; i++)
        {
            var next = changes.MoveNextAsync();
            await diary.Append(First(NewAccount(), NewEntry()), First(_account, NewEntry()));
            Assert.True(await next);
        }
    }

    [Fact]
    public async Task A_hint_that_is_lost_only_delays()
    {
        await using var deaf = new ChangeHints(
            Database.Open($"{diary.ConnectionString};Port=1"), new ScaledTimers(0.001), NullLogger<ChangeHints>.Instance);
        var follower = new ChangeFollower(new ChangeReader(diary.Database), deaf, TimeProvider.System);
        await using var changes = follower.Follow(_account, 0, Timeout()).GetAsyncEnumerator();
        var next = changes.MoveNextAsync();
        await diary.Append(First(_account, NewEntry()));
        Assert.True(await next);
    }

    [Fact]
    public async Task A_silo_that_stops_while_its_database_is_away_stops_all_the_same()
    {
        for (var i = 0; i < 50; i++)
        {
            await using var deaf = new ChangeHints(
                Database.Open($"{diary.ConnectionString};Port=1"), new ScaledTimers(0.001), NullLogger<ChangeHints>.Instance);
            using var watch = deaf.Watch(_account);
            deaf.Tell([_account]);
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Whoever_names_no_place_is_told_what_happens_from_then_on()
    {
        var (old, fresh) = (NewEntry(), NewEntry());
        await diary.Append(First(_account, old));
        var follower = new ChangeFollower(new ChangeReader(diary.Database), diary.Hints, TimeProvider.System);
        await using var changes = follower.Follow(_account, null, Timeout()).GetAsyncEnumerator();
        var next = changes.MoveNextAsync();
        await diary.Append(First(_account, fresh)); // before or after the follower has looked where it stands
        await diary.Append(Append(_account, fresh, 1, Edited()));
        while (!next.IsCompleted)
        {
            await diary.Append(First(_account, NewEntry()));
        }

        Assert.True(await next);
        Assert.NotEqual(old, changes.Current.Entry);
    }

    [Fact]
    public async Task Nobody_is_kept_who_follows_no_more()
    {
        await using var hints = new ChangeHints(diary.Database, TimeProvider.System, NullLogger<ChangeHints>.Instance);
        var follower = new ChangeFollower(new ChangeReader(diary.Database), hints, TimeProvider.System);
        for (var i = 0; i < 3; i++)
        {
            await diary.Append(First(_account, NewEntry()));
            await using var changes = follower.Follow(_account, 0, Timeout()).GetAsyncEnumerator();
            Assert.True(await changes.MoveNextAsync());
            Assert.Equal(1, hints.Watches);
        }

        Assert.Equal(0, hints.Watches);
    }

    private static CancellationToken Timeout() => new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System).Token;

    /// <summary>Timers that run by another measure; by 0 they never come.</summary>
    private sealed class ScaledTimers(double scale) : TimeProvider
    {
        private static readonly TimeSpan Never = TimeSpan.FromMilliseconds(-1);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => scale == 0
            ? base.CreateTimer(callback, state, Never, Never)
            : base.CreateTimer(callback, state, dueTime * scale, period < TimeSpan.Zero ? period : period * scale);
    }
}
