using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Projections.Vault;

namespace Diary.Projections.Tests.Vault;

public sealed class SessionSlotsTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private readonly AccountId _account = NewAccount();

    private SessionSlots Slots => new(diary.Database);

    private VaultStore Vault => new(diary.Database);

    [Fact]
    public async Task Each_session_is_listed_once_by_its_newest_slot_unless_it_expired()
    {
        var (renewed, expired) = (await Begin(Now.AddDays(30)), await Begin(Now));
        Assert.Equal(SlotAdvance.Kept, await Slots.Advance(_account, renewed, 1, Run(1, 80), Run(2, 80), Now.AddDays(31)));
        var row = Assert.Single(await Slots.Of(_account, Now, CancellationToken.None));
        Assert.Equal((renewed, 2, Now.AddDays(31)), (row.Session, row.Generation, row.ExpiresAt));
        Assert.Equal(Run(2, 80).ToArrayUnsafe(), row.Record);
        Assert.NotEqual(expired, row.Session);
        Assert.Empty(await Slots.Of(NewAccount(), Now, CancellationToken.None));
    }

    [Fact]
    public async Task Of_more_sessions_than_an_account_may_have_the_one_that_was_not_renewed_for_longest_ends()
    {
        await AddAccount();
        var sessions = new List<Guid>();
        for (var i = 0; i <= SessionSlots.MostAnAccount; i++)
        {
            sessions.Add(await Begin(Now.AddMinutes(i)));
            if (i == 5)
            {
                await Slots.Advance(_account, sessions[0], 1, Run(1, 80), Run(2, 80), Now.AddDays(30));
            }
        }

        var left = await Slots.Of(_account, Now.AddDays(-1), CancellationToken.None);
        Assert.Equal(sessions.Where(s => s != sessions[1]).Order(), left.Select(s => s.Session).Order());
        Assert.Equal([$"({sessions[1]})"], await diary.Rows(
            "SELECT session_id FROM vault.ended_sessions WHERE account_id = $1", _account.Value));
    }

    [Fact]
    public async Task Ending_tells_the_audit_log_where_there_was_a_session_and_else_does_nothing()
    {
        var session = await Begin(Now.AddDays(30));
        Assert.False(await Slots.End(NewAccount(), session, Line(AuditAction.SessionRevoked)));
        Assert.False(await Slots.End(_account, Guid.CreateVersion7(), Line(AuditAction.SessionRevoked)));
        Assert.True(await Slots.Has(_account, session, 1));
        Assert.True(await Slots.End(_account, session, Line(AuditAction.SessionRevoked)));
        Assert.False(await Slots.End(_account, session, Line(AuditAction.SessionRevoked)));
        Assert.False(await Slots.Has(_account, session, 1));
        Assert.Equal(["(2)", "(4)"], await diary.Rows(
            "SELECT action FROM vault.audit_log WHERE account_id = $1 ORDER BY record_id", _account.Value));
    }

    [Fact]
    public async Task All_sessions_but_one_end_at_once()
    {
        var sessions = new[] { await Begin(Now.AddDays(30)), await Begin(Now.AddDays(30)), await Begin(Now.AddDays(30)) };
        var ended = await Slots.EndOthers(_account, sessions[1], audit: null);
        Assert.Equal(new[] { sessions[0], sessions[2] }.Order(), ended.Order());
        Assert.Equal([sessions[1]], (await Slots.Of(_account, Now, CancellationToken.None)).Select(s => s.Session));
        Assert.Empty(await Slots.EndOthers(_account, sessions[1], audit: null));
    }

    /// <summary>A statement that destroys all slots sees none that is made while it waits: without the lock some would stay.</summary>
    [Fact]
    public async Task A_session_that_ends_while_it_is_renewed_leaves_no_slot()
    {
        for (var round = 0; round < 40; round++)
        {
            var sessions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Begin(Now.AddDays(30))));
            var renewals = sessions.Select(s => Slots.Advance(_account, s, 1, Run(1, 80), Run(2, 80), Now.AddDays(30)));
            await Task.WhenAll([
                .. renewals.Take(4), Vault.Write([new VaultWrite.DestroySlots(_account, SlotKind.Session)], CancellationToken.None),
                .. renewals.Skip(4)]);
            Assert.Empty(await Slots.Of(_account, Now, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Sessions_that_begin_at_once_stay_within_the_bound()
    {
        await AddAccount();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, SessionSlots.MostAnAccount + 40), TestContext.Current.CancellationToken,
            async (i, _) => await Begin(Now.AddMinutes(i)));
        Assert.Equal(SessionSlots.MostAnAccount, (await Slots.Of(_account, Now.AddDays(-1), CancellationToken.None)).Count);
    }

    [Fact]
    public async Task An_account_that_is_deleted_leaves_no_session_and_no_line_of_its_log()
    {
        var session = await Begin(Now.AddDays(30));
        await Vault.Write([new VaultWrite.DestroyAccount(_account, Now)], CancellationToken.None);
        Assert.Equal(SlotAdvance.Gone, await Slots.Advance(_account, session, 1, Run(1, 80), Run(2, 80), Now.AddDays(30)));
        Assert.False(await Slots.Begin(
            _account, Guid.CreateVersion7(), Run(1, 80), Now.AddDays(30), Bytes.Empty, Line(AuditAction.SignedIn)));
        Assert.Equal(0L, await diary.Scalar<long>("SELECT count(*) FROM vault.key_slots WHERE account_id = $1", _account.Value));
        Assert.Equal(0L, await diary.Scalar<long>("SELECT count(*) FROM vault.audit_log WHERE account_id = $1", _account.Value));
        Assert.Contains((_account, session), await Slots.Ended(1000));
    }

    [Fact]
    public async Task The_audit_log_keeps_its_newest_lines_only()
    {
        await AddAccount();
        await diary.Execute(
            """
            INSERT INTO vault.audit_log SELECT $1, to_timestamp(i), gen_random_uuid(), 4, NULL, '\x00' FROM generate_series(1, 10100) i
            """, _account.Value);
        await Begin(Now.AddDays(30));
        Assert.Equal(["(10000,2)"], await diary.Rows(
            "SELECT count(*), (array_agg(action ORDER BY at DESC))[1] FROM vault.audit_log WHERE account_id = $1", _account.Value));
    }

    private Task AddAccount() =>
        Vault.Write([new VaultWrite.PutSlot(_account, new SlotId(SlotKind.Email), [1])], CancellationToken.None);

    private async Task<Guid> Begin(DateTimeOffset until)
    {
        await AddAccount();
        var session = Guid.CreateVersion7();
        Assert.True(await Slots.Begin(_account, session, Run(1, 80), until, Bytes.Empty, Line(AuditAction.SignedIn)));
        return session;
    }

    private VaultWrite.AddAuditRecord Line(AuditAction action) => new(_account, Guid.CreateVersion7(), Now, action, null, [1]);
}
