using Diary.Projections.Journal;
using Diary.Silo.Postgres;
using Diary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diary.Projections.Tests.Journal;

public sealed class StoppedServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("stopped");

    [Fact]
    public async Task A_stopped_database_is_told_quickly_and_a_started_one_is_used_again()
    {
        var account = NewAccount();
        var options = new JournalOptions { RetryDelay = TimeSpan.FromMilliseconds(1), Cooldown = TimeSpan.FromMilliseconds(50) };
        var server = await Start();
        await using var diary = await TestDiary.In(server.ConnectionString);
        await using var journal = diary.Journal(options);
        Assert.IsType<AppendOutcome.Committed>(await journal.Append(First(account, NewEntry())));

        await server.StopAsync();
        var began = TimeProvider.System.GetTimestamp();
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => journal.Append(First(account, NewEntry())))),
            o => Assert.Equal(new AppendOutcome.Unavailable(options.Cooldown), o));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));

        await using var again = await Start();
        Assert.Equal(server.Port, again.Port);
        await LostConnectionTests.Eventually(() => journal.Append(First(account, NewEntry())));
        Assert.Equal(2L, await diary.Scalar<long>(
            "SELECT count(*) FROM events.mt_events WHERE tenant_id = $1 AND type LIKE 'entry_%'", account.ToString()));
    }

    public void Dispose() => _folder.Dispose();

    private Task<EmbeddedPostgres> Start() =>
        EmbeddedPostgres.Start(PostgresServer.OptionsFor(_folder.Path), NullLogger.Instance, TimeProvider.System, CancellationToken.None);
}
