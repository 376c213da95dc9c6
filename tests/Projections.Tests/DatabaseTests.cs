using System.Net.Sockets;
using Npgsql;

namespace Diary.Projections.Tests;

public sealed class DatabaseTests
{
    [Theory]
    [InlineData("08006")] // the connection failed
    [InlineData("08P01")] // it broke within a message
    [InlineData("53300")] // too many connections
    [InlineData("57P01")] // it is stopping
    [InlineData("57P02")] // it crashed
    [InlineData("57P03")] // it is starting
    [InlineData("57P05")] // it closed an idle session
    [InlineData("58030")] // its disk failed
    [InlineData("40001")] // two transactions cannot both be
    [InlineData("40P01")] // deadlock
    public void A_server_that_cannot_answer_now_is_away(string state) => Assert.True(Database.IsAway(Said(state)));

    [Theory]
    [InlineData("23505")] // a constraint
    [InlineData("42P01")] // no such table
    [InlineData("22P02")] // no such value
    [InlineData("57014")] // the statement was cancelled
    [InlineData("XX000")] // a fault of its own
    public void A_server_that_refuses_is_not(string state) => Assert.False(Database.IsAway(Said(state)));

    [Fact]
    public void So_is_one_that_cannot_be_reached_or_hangs_up_however_that_is_wrapped()
    {
        var lost = new NpgsqlException("", new SocketException());
        Assert.True(Database.IsAway(lost));
        Assert.True(Database.IsAway(new NpgsqlException("The connection pool has been exhausted")));
        Assert.True(Database.IsAway(new InvalidOperationException("", new InvalidOperationException("", lost))));
        Assert.True(Database.IsAway(new InvalidOperationException("", Said("57P01"))));
    }

    [Fact]
    public void Other_failures_are_not()
    {
        Assert.False(Database.IsAway(new InvalidOperationException()));
        Assert.False(Database.IsAway(new TimeoutException()));
        Assert.False(Database.IsAway(new InvalidOperationException("", Said("23505"))));
    }

    private static PostgresException Said(string state) => new("", "ERROR", "ERROR", state);
}
