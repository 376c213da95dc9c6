using Diary.Domain.Sessions;

namespace Diary.Domain.Tests.Sessions;

public sealed class AttemptPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 20, 15, 0, TimeSpan.Zero);
    private static readonly AttemptRules Rules = AttemptRules.Account;

    [Fact]
    public void Five_may_be_wrong_at_once_and_then_there_is_a_wait()
    {
        var attempts = default(Attempts);
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(AttemptPolicy.LockedUntil(attempts, Rules, Now));
            attempts = AttemptPolicy.Count(attempts, Rules, Now);
        }

        Assert.Equal(Now.AddSeconds(1), AttemptPolicy.LockedUntil(attempts, Rules, Now));
        Assert.Null(AttemptPolicy.LockedUntil(attempts, Rules, Now.AddSeconds(1)));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(9, 16)]
    [InlineData(14, 512)]
    [InlineData(15, 900)]
    [InlineData(1000, 900)]
    public void The_wait_doubles_up_to_a_quarter_of_an_hour(int counted, int seconds) => Assert.Equal(
        seconds == 0 ? null : Now.AddSeconds(seconds), AttemptPolicy.LockedUntil(new Attempts(counted, Now), Rules, Now));

    [Fact]
    public void Whoever_never_stops_gets_about_a_hundred_tries_a_day_and_keeps_the_longest_wait()
    {
        var (attempts, now, tried) = (default(Attempts), Now, 0);
        while (now < Now.AddDays(3))
        {
            now = AttemptPolicy.LockedUntil(attempts, Rules, now) ?? now;
            attempts = AttemptPolicy.Count(attempts, Rules, now);
            tried++;
        }

        Assert.InRange(tried, 270, 310);
        Assert.Equal(Rules.Most, attempts.Counted);
    }

    [Fact]
    public void One_is_forgotten_after_each_half_hour_of_quiet()
    {
        var attempts = new Attempts(7, Now);
        Assert.Equal(7, AttemptPolicy.Left(attempts, Rules, Now.AddMinutes(29)));
        Assert.Equal(6, AttemptPolicy.Left(attempts, Rules, Now.AddMinutes(30)));
        Assert.Equal(0, AttemptPolicy.Left(attempts, Rules, Now.AddHours(4)));
        Assert.Equal(0, AttemptPolicy.Left(attempts, Rules, DateTimeOffset.MaxValue));
        Assert.Equal(new Attempts(7, Now.AddMinutes(30)), AttemptPolicy.Count(attempts, Rules, Now.AddMinutes(30)));
    }

    [Fact]
    public void One_that_is_taken_back_was_never_counted()
    {
        Assert.Equal(2, AttemptPolicy.Withdraw(new Attempts(3, Now)).Counted);
        Assert.Equal(0, AttemptPolicy.Withdraw(default).Counted);
    }

    [Fact]
    public void A_clock_that_goes_back_forgets_nothing() =>
        Assert.Equal(3, AttemptPolicy.Left(new Attempts(3, Now), Rules, Now.AddHours(-1)));

    [Fact]
    public void An_address_has_room_for_many_people()
    {
        Assert.Null(AttemptPolicy.LockedUntil(new Attempts(99, Now), AttemptRules.Address, Now));
        Assert.NotNull(AttemptPolicy.LockedUntil(new Attempts(100, Now), AttemptRules.Address, Now));
    }
}
