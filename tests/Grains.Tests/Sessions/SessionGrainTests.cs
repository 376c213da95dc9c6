using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Sessions;
using Diary.Grains.Sessions;
using Diary.Projections.Vault;
using Diary.TestKit;
using Npgsql;

namespace Diary.Grains.Tests.Sessions;

public sealed class SessionGrainTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(30);

    private readonly AccountId _account = Samples.Account();
    private readonly Guid _id = Guid.CreateVersion7();
    private DiaryCluster? _cluster;

    private DiaryCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started");

    private ISessionGrain Grain => Cluster.Grains.GetGrain<ISessionGrain>(_id);

    [Fact]
    public async Task A_session_begins_at_generation_1_and_each_rotation_makes_the_next()
    {
        await Open();
        Assert.Equal(Samples.Bytes("slot 1"), await Slot(1));
        var first = await Rotate(1, "a");
        Assert.Equal((RotationVerdict.Rotate, Samples.Bytes("salt a")), (first.Verdict, first.Salt));
        // The spent one's access token lives on for now.
        Assert.Equal((Samples.Bytes("slot 1"), Samples.Bytes("slot a")), (await Slot(1), await Slot(2)));
        var second = await Rotate(2, "b");
        Assert.Equal((RotationVerdict.Rotate, Samples.Bytes("salt b")), (second.Verdict, second.Salt));
        Assert.Equal((Bytes.Empty, Samples.Bytes("slot a"), Samples.Bytes("slot b")), (await Slot(1), await Slot(2), await Slot(3)));
    }

    [Fact]
    public async Task A_spent_token_brings_the_same_receipt_for_ten_seconds_also_to_another_activation()
    {
        await Open();
        var first = await Rotate(1, "a");
        Cluster.Clock.Move(TimeSpan.FromSeconds(8));
        await Cluster.Silos.DeactivateAsync(Grain);
        Assert.Equal(first with { Verdict = RotationVerdict.Repeat }, await Rotate(1, "b"));
        Assert.Equal(Samples.Bytes("slot a"), await Slot(2));
    }

    [Fact]
    public async Task A_spent_token_that_comes_late_ends_the_session()
    {
        await Open();
        await Rotate(1, "a");
        Cluster.Clock.Move(TimeSpan.FromSeconds(11));
        Assert.Equal(new RotationReceipt(RotationVerdict.Reused), await Rotate(1, "b"));
        Assert.Equal((Bytes.Empty, Bytes.Empty), (await Slot(1), await Slot(2)));
        Assert.Equal(new RotationReceipt(RotationVerdict.Unknown), await Rotate(2, "c"));
    }

    [Fact]
    public async Task A_token_before_the_last_ends_the_session_at_once()
    {
        await Open();
        await Rotate(1, "a");
        await Rotate(2, "b");
        Assert.Equal(new RotationReceipt(RotationVerdict.Reused), await Rotate(1, "c"));
        Assert.Equal(new RotationReceipt(RotationVerdict.Unknown), await Rotate(3, "d"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public async Task A_generation_that_never_was_is_unknown_and_harms_nothing(int generation)
    {
        await Open();
        Assert.Equal(new RotationReceipt(RotationVerdict.Unknown), await Rotate(generation, "a"));
        Assert.Equal(RotationVerdict.Rotate, (await Rotate(1, "b")).Verdict);
    }

    [Fact]
    public async Task Another_accounts_token_is_unknown_and_ends_nothing()
    {
        await Open();
        Assert.Equal(
            new RotationReceipt(RotationVerdict.Unknown), await Grain.Rotate(Rotation(1, "a") with { Account = Samples.Account() }));
        await Grain.Forget(Samples.Account());
        Assert.Equal(RotationVerdict.Rotate, (await Rotate(1, "a")).Verdict);
    }

    [Fact]
    public async Task A_current_token_whose_slot_does_not_open_is_unknown()
    {
        await Open();
        Assert.Equal(
            new RotationReceipt(RotationVerdict.Unknown),
            await Grain.Rotate(Rotation(1, "a") with { From = Bytes.Empty, Slot = Bytes.Empty }));
    }

    [Fact]
    public async Task A_session_that_never_was_is_unknown()
    {
        Assert.Equal(new RotationReceipt(RotationVerdict.Unknown), await Rotate(1, "a"));
        await Grain.Forget(_account);
    }

    [Fact]
    public async Task A_session_expires_unless_it_is_rotated()
    {
        await Open();
        Cluster.Clock.Move(Period - TimeSpan.FromMinutes(1));
        Assert.Equal(RotationVerdict.Rotate, (await Rotate(1, "a")).Verdict);
        Cluster.Clock.Move(Period - TimeSpan.FromMinutes(1));
        Assert.Equal(RotationVerdict.Rotate, (await Rotate(2, "b")).Verdict);
        Cluster.Clock.Move(Period + TimeSpan.FromSeconds(1));
        Assert.Equal(new RotationReceipt(RotationVerdict.Unknown), await Rotate(3, "c"));
    }

    [Fact]
    public async Task A_session_that_was_ended_elsewhere_is_unknown_and_leaves_nothing()
    {
        await Open();
        await Rotate(1, "a");
        Assert.True(await Slots.End(_account, _id, audit: null));
        Assert.Equal(new RotationReceipt(RotationVerdict.Unknown), await Rotate(2, "b"));
        Assert.Equal(new RotationReceipt(RotationVerdict.Unknown), await Rotate(1, "c")); // not even within the grace
        Assert.Equal((Bytes.Empty, Bytes.Empty, Bytes.Empty), (await Slot(1), await Slot(2), await Slot(3)));
        Assert.Equal(["(2)"], await Audit()); // a reused token is not told of where there was no session to end
    }

    [Fact]
    public async Task A_lost_reply_is_not_given_again_once_the_session_was_ended()
    {
        await Open();
        await Rotate(1, "a");
        Assert.True(await Slots.End(_account, _id, audit: null));
        Assert.Equal(new RotationReceipt(RotationVerdict.Unknown), await Rotate(1, "b"));
    }

    [Fact]
    public async Task A_successor_of_a_slot_that_changed_meanwhile_is_proposed_anew()
    {
        await Open();
        var proposed = Rotation(1, "a");
        await Cluster.Service<VaultStore>().Write(
            [new VaultWrite.PutSlot(_account, new SlotId(SlotKind.Session, _id, 1), Samples.Bytes("slot sealed anew").ToArrayUnsafe())],
            TestContext.Current.CancellationToken);
        Assert.Equal(new RotationReceipt(RotationVerdict.Outdated), await Grain.Rotate(proposed));
        Assert.Equal(Bytes.Empty, await Slot(2));
        Assert.Equal(RotationVerdict.Rotate, (await Grain.Rotate(proposed with { From = Samples.Bytes("slot sealed anew") })).Verdict);
    }

    [Fact]
    public async Task No_session_begins_with_a_credential_that_was_replaced_or_in_an_account_that_is_gone()
    {
        await Cluster.AddAccount(_account);
        Assert.False(await Grain.Open(Opening() with { Credential = Samples.Bytes("the password before") }));
        Assert.False(await Grain.Open(Opening() with { Account = Samples.Account() }));
        Assert.Equal(Bytes.Empty, await Slot(1));
        Assert.Empty(await Audit());
        Assert.True(await Grain.Open(Opening() with { Credential = Samples.Bytes("password") }));
    }

    [Fact]
    public async Task The_audit_log_tells_of_the_beginning_and_of_a_reused_token_once()
    {
        await Open();
        await Rotate(1, "a");
        Cluster.Clock.Move(TimeSpan.FromSeconds(11));
        await Rotate(1, "b");
        await Rotate(1, "c");
        Assert.Equal(["(2)", "(5)"], await Audit());
    }

    [Fact]
    public async Task A_crash_between_the_vault_and_the_state_is_healed_by_the_next_try()
    {
        await Open();
        await Cluster.Silos.DeactivateAsync(Grain);
        await Cluster.Service<VaultStore>().Write( // what a rotation had written when its silo was killed
            [new VaultWrite.PutSlot(_account, new SlotId(SlotKind.Session, _id, 2), Samples.Bytes("slot lost").ToArrayUnsafe(),
                Cluster.Clock.GetUtcNow() + Period)],
            TestContext.Current.CancellationToken);
        var receipt = await Rotate(1, "a");
        Assert.Equal((RotationVerdict.Rotate, Samples.Bytes("salt a")), (receipt.Verdict, receipt.Salt));
        Assert.Equal(Samples.Bytes("slot a"), await Slot(2));
        Assert.Equal(RotationVerdict.Rotate, (await Rotate(2, "b")).Verdict);
    }

    [Fact]
    public async Task A_crash_while_it_opens_is_healed_by_the_sweeper()
    {
        await Cluster.Service<VaultStore>().Write(
            [new VaultWrite.PutSlot(_account, new SlotId(SlotKind.Session, _id, 1), Samples.Bytes("slot 1").ToArrayUnsafe(),
                Cluster.Clock.GetUtcNow() + Period)],
            TestContext.Current.CancellationToken);
        Cluster.Clock.Move(Period + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Cluster.Grains.GetGrain<ISweeperGrain>(0).Sweep());
        Assert.Equal(Bytes.Empty, await Slot(1));
    }

    public async ValueTask InitializeAsync() => _cluster = await DiaryCluster.Start(postgres);

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    private SessionSlots Slots => Cluster.Service<SessionSlots>();

    private async Task Open()
    {
        await Cluster.AddAccount(_account);
        Assert.True(await Grain.Open(Opening()));
    }

    private OpenSession Opening() => new(
        _account, Samples.Bytes("slot 1"), Cluster.Clock.GetUtcNow() + Period, Bytes.Empty, Samples.Note(AuditAction.SignedIn, _id));

    private async Task<RotationReceipt> Rotate(int generation, string name) =>
        await Grain.Rotate(Rotation(generation, name) with { From = await Slot(generation) });

    private RotateSession Rotation(int generation, string name) => new(
        _account, generation, Samples.Bytes($"salt {name}"), Samples.Bytes("slot 1"), Samples.Bytes($"slot {name}"),
        Cluster.Clock.GetUtcNow() + Period, Samples.Note(AuditAction.RefreshTokenReused, _id));

    private async Task<IReadOnlyList<string>> Audit() =>
        [.. (await new AuditReader(Cluster.Service<NpgsqlDataSource>()).Page(_account, null, 100, TestContext.Current.CancellationToken))
            .Reverse().Select(r => $"({(int)r.Action})")];

    private async Task<Bytes> Slot(int generation) =>
        await Cluster.Service<VaultStore>().FindSlot(
            _account, new SlotId(SlotKind.Session, _id, generation), TestContext.Current.CancellationToken) is { } record
            ? new Bytes(record) : Bytes.Empty;
}
