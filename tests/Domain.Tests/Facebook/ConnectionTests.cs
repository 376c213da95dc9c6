using Diary.Domain.Facebook;

namespace Diary.Domain.Tests.Facebook;

public sealed class ConnectionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 20, 15, 0, TimeSpan.Zero);
    private static readonly SessionId Phone = new(new Guid("0195a1b0-0000-7000-8000-000000000003"));
    private static readonly Bytes Ann = new([1]), Ben = new([2]);

    private static readonly ConnectionEvent Connected = new ConnectionEvent.Connected(Ann, true, false, Now.AddDays(60), Phone, Now);
    private static readonly ConnectionEvent Raised = new ConnectionEvent.WatermarkRaised(Now.AddDays(-1), Now);
    private static readonly ConnectionEvent Dead = new ConnectionEvent.ReconnectNeeded(Now);
    private static readonly ConnectionEvent Ended = new ConnectionEvent.Disconnected(DisconnectReason.Asked, Phone, Now);

    [Fact]
    public void A_consent_connects_and_so_does_each_later_one()
    {
        var command = new ConnectionCommand.Connect(Ann, true, false, Now.AddDays(60), Phone);
        Assert.Equal([Connected], Decide([], command).Events);
        Assert.Equal([Connected], Decide([Connected, Dead], command).Events);
        Assert.Equal([Connected], Decide([Connected, Ended], command).Events);
    }

    [Fact]
    public void A_watermark_belongs_to_one_user()
    {
        Assert.Equal(Now.AddDays(-1), Connection.Fold([Connected, Raised, Ended, Connected]).Watermark);
        Assert.Null(Connection.Fold(
            [Connected, Raised, new ConnectionEvent.Connected(Ben, true, false, null, Phone, Now)]).Watermark);
    }

    [Fact]
    public void A_watermark_is_raised_never_lowered_and_only_for_its_user()
    {
        Assert.Equal([Raised], Decide([Connected], new ConnectionCommand.RaiseWatermark(Ann, Now.AddDays(-1))).Events);
        Assert.Empty(Decide([Connected, Raised], new ConnectionCommand.RaiseWatermark(Ann, Now.AddDays(-2))).Events);
        Assert.Empty(Decide([Connected, Raised], new ConnectionCommand.RaiseWatermark(Ann, Now.AddDays(-1))).Events);
        Assert.Empty(Decide([Connected], new ConnectionCommand.RaiseWatermark(Ben, Now)).Events);
    }

    [Fact]
    public void Only_the_consent_that_failed_is_worth_nothing()
    {
        Assert.Equal([Dead], Decide([Connected], new ConnectionCommand.NeedReconnect(Now)).Events);
        Assert.Empty(Decide([Connected], new ConnectionCommand.NeedReconnect(Now.AddDays(-1))).Events);
        Assert.Empty(Decide([Connected, Dead], new ConnectionCommand.NeedReconnect(Now)).Events);
        Assert.Equal(ConnectionState.NeedsReconnect, Connection.Fold([Connected, Dead]).State);
    }

    [Fact]
    public void What_was_asked_before_the_consent_ends_nothing()
    {
        var late = new ConnectionCommand.Disconnect(DisconnectReason.AppRemoved, null, Now.AddSeconds(1));
        Assert.Equal([new ConnectionEvent.Disconnected(DisconnectReason.AppRemoved, null, Now)], Decide([Connected], late).Events);
        Assert.Empty(Decide([Connected], late with { AsOf = Now.AddSeconds(-1) }).Events);
        Assert.Empty(Decide([Connected, Ended], new ConnectionCommand.Disconnect(DisconnectReason.Asked, Phone)).Events);
        Assert.Empty(Decide([], new ConnectionCommand.Disconnect(DisconnectReason.Asked, Phone)).Events);
    }

    [Fact]
    public void Settings_that_stand_are_no_change_and_without_a_connection_there_are_none()
    {
        var command = new ConnectionCommand.Configure(true, 240, Phone);
        var configured = new ConnectionEvent.Configured(true, 240, Phone, Now);
        Assert.Equal([configured], Decide([Connected], command).Events);
        Assert.Empty(Decide([Connected, configured], command).Events);
        Assert.Equal(RefusalReason.NotConnected, Decide([], command).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotConnected, Decide([Connected, Ended], command).Refusal?.Reason);
    }

    [Fact]
    public void A_consent_that_lives_longer_is_noted_once()
    {
        var command = new ConnectionCommand.Prolong(Now, Now.AddDays(90));
        var prolonged = new ConnectionEvent.Prolonged(Now.AddDays(90), Now);
        Assert.Equal([prolonged], Decide([Connected], command).Events);
        Assert.Empty(Decide([Connected, prolonged], command).Events);
        Assert.Empty(Decide([Connected], command with { ConnectedAt = Now.AddDays(-1) }).Events);
        Assert.Equal(Now.AddDays(90), Connection.Fold([Connected, prolonged]).TokenExpiresAt);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 15)]
    [InlineData(4, 60)]
    [InlineData(5, 240)]
    [InlineData(7, 240)]
    public void Pauses_grow_and_spread_by_a_fifth(int attempt, double minutes)
    {
        Assert.Equal(minutes * 0.8, RetrySchedule.After(attempt, 0).TotalMinutes, 6);
        Assert.Equal(minutes, RetrySchedule.After(attempt, 0.5).TotalMinutes, 6);
        Assert.Equal(minutes * 1.2, RetrySchedule.After(attempt, 1).TotalMinutes, 6);
    }

    private static Decision<ConnectionEvent> Decide(ConnectionEvent[] events, ConnectionCommand command) =>
        ConnectionDecider.Decide(Connection.Fold(events), command, Now);
}
