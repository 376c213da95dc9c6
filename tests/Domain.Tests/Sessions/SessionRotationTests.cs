using Diary.Domain.Sessions;

namespace Diary.Domain.Tests.Sessions;

public sealed class SessionRotationTests
{
    private static RotationVerdict Judge(int presented, int current, TimeSpan since) =>
        SessionRotation.Judge(presented, current, rotatedAt: Now, now: Now + since);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 30)]
    [InlineData(5, 10)]
    [InlineData(int.MaxValue, 0)]
    public void The_current_token_rotates_however_old_it_is(int current, int days) =>
        Assert.Equal(RotationVerdict.Rotate, Judge(current, current, TimeSpan.FromDays(days)));

    [Theory]
    [InlineData(0)]
    [InlineData(9_999)]
    [InlineData(10_000)]
    public void A_token_that_was_just_spent_gets_its_successor_again(int milliseconds) =>
        Assert.Equal(RotationVerdict.Repeat, Judge(4, 5, TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void A_clock_that_runs_behind_does_not_end_the_session() =>
        Assert.Equal(RotationVerdict.Repeat, Judge(4, 5, TimeSpan.FromSeconds(-3)));

    [Fact]
    public void The_grace_ends_to_the_tick() =>
        Assert.Equal(RotationVerdict.Reused, Judge(4, 5, SessionRotation.Grace + TimeSpan.FromTicks(1)));

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void A_token_before_the_last_is_reused_even_within_the_grace(int presented) =>
        Assert.Equal(RotationVerdict.Reused, Judge(presented, 5, TimeSpan.Zero));

    [Theory]
    [InlineData(6)]
    [InlineData(int.MaxValue)]
    public void A_token_from_the_future_is_unknown(int presented) =>
        Assert.Equal(RotationVerdict.Unknown, Judge(presented, 5, TimeSpan.Zero));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 5)]
    [InlineData(int.MinValue, 1)]
    public void A_generation_below_the_first_is_unknown(int presented, int current) =>
        Assert.Equal(RotationVerdict.Unknown, Judge(presented, current, TimeSpan.Zero));
}
