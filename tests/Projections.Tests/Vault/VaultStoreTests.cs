using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Projections.Vault;

namespace Diary.Projections.Tests.Vault;

public sealed class VaultStoreTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private static readonly Guid Session = new("0195a1b0-0000-7000-8000-000000000021");
    private readonly AccountId _account = NewAccount();

    [Fact]
    public async Task A_slot_is_kept_replaced_and_found_by_its_kind_id_and_generation()
    {
        var password = new SlotId(SlotKind.Password);
        await Write(Put(password, 1), Put(new SlotId(SlotKind.Keys), 2), Put(new SlotId(SlotKind.Session, Session, 1), 3));
        Assert.Equal([1], await Find(password));
        Assert.Equal([2], await Find(new SlotId(SlotKind.Keys)));
        Assert.Equal([3], await Find(new SlotId(SlotKind.Session, Session, 1)));
        Assert.Null(await Find(new SlotId(SlotKind.Session, Session, 2)));
        Assert.Null(await Find(new SlotId(SlotKind.Session, Guid.Empty, 1)));
        Assert.Null(await Vault.FindSlot(NewAccount(), password, CancellationToken.None));

        await Write(Put(password, 9));
        Assert.Equal([9], await Find(password));
    }

    [Fact]
    public async Task Generations_below_one_are_destroyed_and_no_others()
    {
        var other = new Guid("0195a1b0-0000-7000-8000-000000000022");
        await Write(
            [.. Enumerable.Range(1, 4).Select(g => Put(new SlotId(SlotKind.Session, Session, g), (byte)g)),
                Put(new SlotId(SlotKind.Session, other, 1), 7),
                Put(new SlotId(SlotKind.Recovery, Session, 1), 8)]);
        await Write(new VaultWrite.DestroySlot(_account, SlotKind.Session, Session, Below: 3));
        Assert.Equal(
            ["(3)", "(4)", "(7)"],
            await diary.Rows(
                "SELECT get_byte(record, 0) FROM vault.key_slots WHERE account_id = $1 AND kind = 3 ORDER BY 1", _account.Value));
        Assert.Equal([8], await Find(new SlotId(SlotKind.Recovery, Session, 1)));
    }

    [Fact]
    public async Task Writes_are_all_kept_or_none()
    {
        var entry = NewEntry();
        var put = new VaultWrite.PutEntryKey(_account, entry, 1, [1]);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Write(Put(new SlotId(SlotKind.Email), 1), put, put));
        Assert.Null(await Find(new SlotId(SlotKind.Email)));
        await Write(put, put with { Version = 2 });
        await Write(new VaultWrite.DestroyEntryKeys(_account, entry));
        Assert.Equal(0L, await diary.Scalar<long>("SELECT count(*) FROM vault.entry_keys WHERE account_id = $1", _account.Value));
    }

    [Fact]
    public async Task What_has_no_end_never_expires_and_of_sessions_each_is_listed_once_oldest_first()
    {
        var epoch = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var sessions = Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7()).ToList();
        await Write(
            Put(new SlotId(SlotKind.Password), 1),
            Put(new SlotId(SlotKind.Session, sessions[0], 1), 1, epoch.AddMinutes(2)),
            Put(new SlotId(SlotKind.Session, sessions[0], 2), 1, epoch.AddMinutes(3)),
            Put(new SlotId(SlotKind.Session, sessions[1], 1), 1, epoch.AddMinutes(1)),
            Put(new SlotId(SlotKind.Session, sessions[2], 1), 1, epoch.AddMinutes(9)));

        Assert.Equal(["(t)"],
            await diary.Rows("SELECT expires_at = 'infinity' FROM vault.key_slots WHERE account_id = $1 AND kind = 1", _account.Value));
        Assert.Equal([(_account, sessions[1]), (_account, sessions[0])],
            await Vault.ExpiredSessions(epoch.AddMinutes(3), 10, CancellationToken.None));
        Assert.Equal([(_account, sessions[1])], await Vault.ExpiredSessions(epoch.AddMinutes(9), 1, CancellationToken.None));
        Assert.DoesNotContain(
            (_account, Guid.Empty), await Vault.ExpiredSessions(DateTimeOffset.MaxValue.AddYears(-1), 1000, CancellationToken.None));
    }

    [Fact]
    public async Task A_line_about_what_changes_nothing_takes_the_place_of_the_oldest_while_there_is_an_account()
    {
        var line = new VaultWrite.AddAuditRecord(_account, Session, Now, AuditAction.RecoveryBundleRead, null, [1]);
        Assert.False(await Vault.Tell(line, CancellationToken.None));
        await Write(Put(new SlotId(SlotKind.Email), 1));
        await diary.Execute(
            """
            INSERT INTO vault.audit_log SELECT $1, to_timestamp(i), gen_random_uuid(), 4, NULL, '\x00' FROM generate_series(1, 10000) i
            """, _account.Value);
        Assert.True(await Vault.Tell(line, CancellationToken.None));
        Assert.Equal(["(10000,2,11)"], await diary.Rows(
            """
            SELECT count(*), extract(epoch FROM min(at))::int, (array_agg(action ORDER BY at DESC))[1]
            FROM vault.audit_log WHERE account_id = $1
            """, _account.Value));

        await Write(new VaultWrite.DestroyAccount(_account, Now));
        Assert.False(await Vault.Tell(line, CancellationToken.None));
        Assert.Equal(0L, await diary.Scalar<long>("SELECT count(*) FROM vault.audit_log WHERE account_id = $1", _account.Value));
    }

    [Fact]
    public async Task Of_many_silos_that_make_a_server_key_at_once_one_does_and_all_read_the_same()
    {
        const string purpose = "tokens";
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            Vault.AddServerKey(purpose, Key((byte)i, Now.AddSeconds(i)), DateTimeOffset.MinValue, null, CancellationToken.None)));
        var first = Assert.Single(await Vault.ServerKeys(purpose, CancellationToken.None));

        // To rotate: a new one unless somebody made one after the one that we know.
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            Vault.AddServerKey(purpose, Key((byte)i, Now.AddDays(1).AddSeconds(i)), first.CreatedAt, null, CancellationToken.None)));
        var keys = await Vault.ServerKeys(purpose, CancellationToken.None);
        Assert.Equal(2, keys.Count);
        Assert.Equal((first.Id, first.CreatedAt), (keys[1].Id, keys[1].CreatedAt));
        Assert.Equal(first.Record, keys[1].Record);
        Assert.InRange(keys[0].CreatedAt, Now.AddDays(1), Now.AddDays(2));
        Assert.Empty(await Vault.ServerKeys("another", CancellationToken.None));
    }

    [Fact]
    public async Task With_a_new_server_key_those_of_its_purpose_that_nobody_needs_any_more_are_deleted()
    {
        foreach (var purpose in new[] { "ring", "lasting" })
        {
            for (var day = 1; day <= 4; day++)
            {
                Vault.KeepServerKey(purpose, Key((byte)day, Now.AddDays(day)));
            }
        }

        var (newest, until) = (Key(9, Now.AddDays(9)), Now.AddDays(2));
        await Vault.AddServerKey("lasting", newest, Now.AddDays(4), dropUntil: null, CancellationToken.None);
        await Vault.AddServerKey("ring", newest, Now.AddDays(4), until, CancellationToken.None);
        Assert.Equal([9, 4, 3], await Numbers("ring"));
        Assert.Equal([9, 4, 3, 2, 1], await Numbers("lasting"));
    }

    private async Task<IEnumerable<byte>> Numbers(string purpose) =>
        (await Vault.ServerKeys(purpose, CancellationToken.None)).Select(k => k.Record[0]);

    private static ServerKeyRecord Key(byte number, DateTimeOffset at) => new(Guid.CreateVersion7(), at, [number]);

    private VaultStore Vault => new(diary.Database);

    private VaultWrite.PutSlot Put(SlotId slot, byte record, DateTimeOffset? end = null) => new(_account, slot, [record], end);

    private Task Write(params VaultWrite[] writes) => Vault.Write(writes, CancellationToken.None);

    private Task<byte[]?> Find(SlotId slot) => Vault.FindSlot(_account, slot, CancellationToken.None);
}
