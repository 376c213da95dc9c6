using Diary.Cryptography;
using Diary.GraphQL.Keys;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Keys;

public sealed class PasswordQueueTests
{
    private const string Password = "correct horse battery staple";
    private static readonly Argon2idParameters Costs = Argon2idParameters.WithFreshSalt();

    [Fact]
    public async Task A_run_gives_what_the_password_stands_for()
    {
        using var queue = new PasswordQueue(1, 1, TimeProvider.System);
        using var keys = await queue.Derive(Password, Costs, TestContext.Current.CancellationToken);
        using var direct = PasswordHashing.DeriveKeys(Password, Costs);
        Assert.Equal(direct.Wrapping.AsSpan().ToArray(), keys.Wrapping.AsSpan().ToArray());
    }

    [Fact]
    public async Task What_goes_wrong_in_a_run_is_told_to_the_one_who_waits_and_the_next_run_goes_on()
    {
        using var queue = new PasswordQueue(1, 1, TimeProvider.System);
        await Assert.ThrowsAnyAsync<Exception>(() => queue.Derive(
            Password, Costs with { MemoryKiB = 1 }, TestContext.Current.CancellationToken));
        using var keys = await queue.Derive(Password, Costs, TestContext.Current.CancellationToken);
        Assert.NotNull(keys);
    }

    [Fact]
    public async Task Whoever_gives_up_waits_no_longer()
    {
        using var queue = new PasswordQueue(1, 8, TimeProvider.System);
        using var given = new CancellationTokenSource();
        var others = Enumerable.Range(0, 4).Select(_ => queue.Derive(Password, Costs, CancellationToken.None)).ToList();
        var waiting = queue.Derive(Password, Costs, given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        foreach (var keys in await Task.WhenAll(others))
        {
            keys.Dispose();
        }
    }

    [Fact]
    public void Those_who_find_no_room_are_told_times_of_their_own_to_come_back_at_and_none_later_than_in_a_minute()
    {
        var clock = new MovableClock(standsStill: true);
        var returns = new ReturnTimes(64, TimeSpan.FromMilliseconds(50), clock);
        var waits = Enumerable.Range(0, 2000).Select(_ =>
        {
            var wait = returns.Next();
            clock.Move(TimeSpan.FromMicroseconds(10));
            return wait;
        }).ToList();
        Assert.Equal(TimeSpan.FromMilliseconds(65 * 50), waits[0]);
        Assert.All(waits.Zip(waits.Skip(1), (a, b) => b - a).Take(1000), apart => Assert.InRange(apart.TotalMilliseconds, 49, 50));
        Assert.Equal(ReturnTimes.Longest, waits[^1]);
        clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMilliseconds(65 * 50), returns.Next());
    }
}
