using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Grains.Sessions;
using Diary.Projections.Entries;
using Diary.Projections.Vault;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Storage;

namespace Diary.Grains.Tests;

public sealed class SweeperGrainTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly AccountId _account = Samples.Account();
    private DiaryCluster? _cluster;

    private DiaryCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started");

    private ISweeperGrain Sweeper => Cluster.Grains.GetGrain<ISweeperGrain>(0);

    [Fact]
    public async Task What_lay_in_the_trash_for_its_time_is_purged_and_nothing_else()
    {
        var (kept, early, late, back) = (await Write(), await Write(), await Write(), await Write());
        await Execute(early, new EntryCommand.Delete(null, null));
        await Execute(back, new EntryCommand.Delete(null, null));
        Cluster.Clock.Move(TimeSpan.FromDays(1));
        await Execute(late, new EntryCommand.Delete(null, null));
        await Execute(back, new EntryCommand.Undelete(null, null));
        Cluster.Clock.Move(TimeSpan.FromDays(29) - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await Sweeper.Sweep());
        Cluster.Clock.Move(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Sweeper.Sweep());
        Assert.Equal(Order(kept, late, back), Order([.. await Rows(kept, early, late, back)]));
        Assert.Equal(0, await Sweeper.Sweep());
        Assert.Equal(new Receipt(3, new Refusal(RefusalCode.Invalid, RefusalReason.IdPurged)),
            await Execute(early, Samples.Write(_account, early, "one")));
        Cluster.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(1, await Sweeper.Sweep());
        Assert.Equal(Order(kept, back), Order([.. await Rows(kept, early, late, back)]));
    }

    [Fact]
    public async Task Entries_of_all_accounts_are_swept()
    {
        var other = Samples.Account();
        var (mine, theirs) = (await Write(), Samples.Entry());
        await Cluster.Grains.Entry(other, theirs).Execute(Samples.Write(other, theirs, "one"));
        await Execute(mine, new EntryCommand.Delete(null, null));
        await Cluster.Grains.Entry(other, theirs).Execute(new EntryCommand.Delete(null, null));
        Cluster.Clock.Move(TimeSpan.FromDays(31));
        Assert.Equal(2, await Sweeper.Sweep());
    }

    [Fact]
    public async Task Expired_sessions_end_and_others_live_on()
    {
        var now = Cluster.Clock.GetUtcNow();
        var expired = await Open(now + TimeSpan.FromDays(1));
        var alive = await Open(now + TimeSpan.FromDays(3));
        Assert.Equal(0, await Sweeper.Sweep());
        Cluster.Clock.Move(TimeSpan.FromDays(2));
        Assert.Equal(1, await Sweeper.Sweep());
        var left = await Cluster.Service<SessionSlots>().Of(_account, now, TestContext.Current.CancellationToken);
        Assert.Equal([alive], left.Select(s => s.Session));
        Assert.Equal([alive], await States(expired, alive));
    }

    [Fact]
    public async Task What_grains_keep_of_sessions_that_were_ended_behind_their_backs_is_removed()
    {
        var sessions = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            sessions.Add(await Open(Cluster.Clock.GetUtcNow() + TimeSpan.FromDays(30)));
        }

        await Cluster.Service<VaultStore>().Write(
            [new VaultWrite.DestroySlots(_account, SlotKind.Session, Except: sessions[2])], TestContext.Current.CancellationToken);
        Assert.Equal(sessions.Order(), await States([.. sessions]));
        Assert.Equal(0, await Sweeper.Sweep());
        Assert.Equal([sessions[2]], await States([.. sessions]));
        Assert.Empty(await Cluster.Service<SessionSlots>().Ended(100));
    }

    [Fact]
    public async Task What_fails_each_time_keeps_nothing_else_waiting_and_is_swept_once_it_can_be()
    {
        var (sick, sound) = (await Write(), await Write());
        await Execute(sick, new EntryCommand.Delete(null, null));
        await Execute(sound, new EntryCommand.Delete(null, null));
        var now = Cluster.Clock.GetUtcNow();
        var (sickSession, session, forgotten) =
            (await Open(now + TimeSpan.FromDays(1)), await Open(now + TimeSpan.FromDays(2)), await Open(now + TimeSpan.FromDays(90)));
        await Sql("CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS "
            + "$$ BEGIN RAISE EXCEPTION 'sick' USING ERRCODE = 'check_violation'; END $$");
        await Sql($"CREATE TRIGGER sick BEFORE INSERT ON vault.purges FOR EACH ROW WHEN (NEW.entry_id = '{sick}') "
            + "EXECUTE FUNCTION public.fail()");
        await Sql("CREATE TRIGGER sick BEFORE INSERT ON vault.ended_sessions FOR EACH ROW "
            + $"WHEN (NEW.session_id = '{sickSession}') EXECUTE FUNCTION public.fail()");
        await Sql("CREATE TRIGGER sick BEFORE DELETE ON vault.audit_log EXECUTE FUNCTION public.fail()");
        await Cluster.Service<AttemptStore>().Keep("a:party", 5, now);
        await Cluster.Service<SessionSlots>().End(_account, forgotten, audit: null);
        Cluster.Clock.Move(TimeSpan.FromDays(31));

        Assert.Equal(2, await Sweeper.Sweep());
        Assert.Equal([sick], await Rows(sick, sound));
        Assert.Equal([sickSession], await States(sickSession, session, forgotten));
        Assert.Null(await Cluster.Service<AttemptStore>().Find("a:party"));

        await Sql("DROP FUNCTION public.fail CASCADE");
        Assert.Equal(2, await Sweeper.Sweep());
        Assert.Empty(await Rows(sick, sound));
        Assert.Empty(await States(sickSession, session, forgotten));
    }

    [Fact]
    public async Task It_is_woken_by_a_reminder_that_it_sets_itself()
    {
        await Sweeper.Schedule();
        await Sweeper.Schedule();
        var reminders = await Cluster.Service<IReminderTable>().ReadRows(Sweeper.GetGrainId());
        Assert.Equal(("sweep", TimeSpan.FromMinutes(10)), (Assert.Single(reminders.Reminders).ReminderName, reminders.Reminders[0].Period));
        var id = await Write();
        await Execute(id, new EntryCommand.Delete(null, null));
        Cluster.Clock.Move(TimeSpan.FromDays(31));
        await Sweeper.AsReference<IRemindable>().ReceiveReminder("sweep", default);
        Assert.Empty(await Rows(id));
    }

    public async ValueTask InitializeAsync() => _cluster = await DiaryCluster.Start(postgres);

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    private async Task<Guid> Open(DateTimeOffset until)
    {
        await Cluster.AddAccount(_account);
        var id = Guid.CreateVersion7();
        Assert.True(await Cluster.Grains.GetGrain<ISessionGrain>(id).Open(new OpenSession(
            _account, Samples.Bytes("slot"), until, Bytes.Empty, Samples.Note(AuditAction.SignedIn, id))));
        return id;
    }

    /// <summary>Those of the sessions whose grains have a state in the database.</summary>
    private async Task<IReadOnlyList<Guid>> States(params Guid[] sessions)
    {
        var storage = Cluster.Silos.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>(SessionGrain.Storage);
        var found = new List<Guid>();
        foreach (var session in sessions)
        {
            var state = new GrainState<SessionState>();
            await storage.ReadStateAsync("session", Cluster.Grains.GetGrain<ISessionGrain>(session).GetGrainId(), state);
            found.AddRange(state.RecordExists ? [session] : []);
        }

        return [.. found.Order()];
    }

    private async Task Sql(string statement)
    {
        await using var command = Cluster.Service<NpgsqlDataSource>().CreateCommand(statement);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<Guid> Order(params IEnumerable<EntryId> ids) => ids.Select(i => i.Value).Order();

    private async Task<EntryId> Write()
    {
        var id = Samples.Entry();
        Assert.Equal(new Receipt(1), await Execute(id, Samples.Write(_account, id, "one")));
        return id;
    }

    private Task<Receipt> Execute(EntryId id, EntryCommand command) => Cluster.Grains.Entry(_account, id).Execute(command);

    private async Task<IEnumerable<EntryId>> Rows(params EntryId[] ids) =>
        (await Cluster.Service<EntryReader>().Find(_account, ids, TestContext.Current.CancellationToken)).Select(r => r.Id);
}

/// <summary>There are no files.</summary>
internal sealed class NoFiles : IFileSweep, IAccountFiles
{
    public Task Erase(AccountId account, CancellationToken cancellation) => Task.CompletedTask;

    public Task<int> Sweep(CancellationToken cancellation) => Task.FromResult(0);
}
