using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;
using Diary.TestKit;

namespace Diary.Grains.Tests.Accounts;

public sealed class AccountLifeTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly SessionId Phone = new(new Guid("0190b6f0-7c00-7000-8000-000000000011"));
    private static readonly SessionId Laptop = new(new Guid("0190b6f0-7c00-7000-8000-000000000012"));
    private static readonly Guid Code = new("0190b6f0-7c00-7000-8000-000000000001");

    private readonly AccountId _id = Samples.Account();
    private DiaryCluster? _cluster;

    private DiaryCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started");

    [Fact]
    public async Task A_changed_credential_ends_every_other_session_in_the_same_commit()
    {
        Assert.Equal(new Receipt(2), await Execute(new AccountCommand.ChangeCredential(1, Phone), new(Password: Samples.Bytes("new"))));
        Assert.Equal(Samples.Bytes("new"), await Slot(new SlotId(SlotKind.Password)));
        Assert.Equal(Samples.Bytes("phone"), await Slot(new SlotId(SlotKind.Session, Phone.Value, 1)));
        Assert.Equal(Bytes.Empty, await Slot(new SlotId(SlotKind.Session, Laptop.Value, 1)));
        Assert.Equal(2, (await Row())!.Version);
    }

    [Fact]
    public async Task A_refused_command_changes_no_slot()
    {
        var receipt = await Execute(new AccountCommand.ChangeCredential(7, Phone), new(Password: Samples.Bytes("new")));
        Assert.Equal(RefusalReason.StaleVersion, receipt.Refusal!.Reason);
        Assert.Equal(Samples.Bytes("password of first"), await Slot(new SlotId(SlotKind.Password)));
        Assert.Equal(Samples.Bytes("laptop"), await Slot(new SlotId(SlotKind.Session, Laptop.Value, 1)));
    }

    [Fact]
    public async Task A_recovery_spends_the_code_and_ends_every_session()
    {
        Assert.Equal(new Receipt(2), await Execute(new AccountCommand.Recover(1, Code), new(Password: Samples.Bytes("new"))));
        Assert.Equal(Bytes.Empty, await Slot(new SlotId(SlotKind.Recovery, Code)));
        Assert.Equal(Bytes.Empty, await Slot(new SlotId(SlotKind.Session, Phone.Value, 1)));
        Assert.Equal(0, (await Row())!.RecoveryCodesLeft);
    }

    [Fact]
    public async Task Replaced_codes_take_the_place_of_all_that_were_there()
    {
        var fresh = Guid.CreateVersion7();
        await Execute(new AccountCommand.ReplaceRecoveryCodes(1, [fresh], Phone), new(Recovery: [new(fresh, Samples.Bytes("fresh"))]));
        Assert.Equal(Bytes.Empty, await Slot(new SlotId(SlotKind.Recovery, Code)));
        Assert.Equal(Samples.Bytes("fresh"), await Slot(new SlotId(SlotKind.Recovery, fresh)));
        Assert.Equal(1, (await Row())!.RecoveryCodesLeft);
    }

    [Fact]
    public async Task A_rotation_wraps_anew_what_is_there_and_brings_no_session_back()
    {
        var gone = Guid.CreateVersion7();
        await Execute(new AccountCommand.StartKeyRotation(1, Phone), new(Retiring: Samples.Bytes("old"), Keys: Samples.Bytes("keys 2"),
            Sessions:
            [
                new(Phone.Value, 1, Samples.Bytes("phone"), Samples.Bytes("phone 2")),
                new(Laptop.Value, 1, Samples.Bytes("laptop"), Samples.Bytes("laptop 2")),
                new(gone, 1, Samples.Bytes("gone"), Samples.Bytes("gone 2")),
            ]));
        Assert.Equal(Samples.Bytes("phone 2"), await Slot(new SlotId(SlotKind.Session, Phone.Value, 1)));
        Assert.Equal(Bytes.Empty, await Slot(new SlotId(SlotKind.Session, gone, 1)));
        Assert.Equal(Samples.Bytes("old"), await Slot(new SlotId(SlotKind.Retiring)));
        Assert.Equal((2, true), ((await Row())!.KeyEpoch, (await Row())!.IsRotating));

        await Execute(new AccountCommand.FinishKeyRotation(2), AccountSlots.None);
        Assert.Equal(Bytes.Empty, await Slot(new SlotId(SlotKind.Retiring)));
        Assert.Equal((2, false), ((await Row())!.KeyEpoch, (await Row())!.IsRotating));
    }

    [Theory]
    [InlineData("laptop renewed", 1)]
    [InlineData("laptop", 2)]
    public async Task A_rotation_that_missed_what_became_of_a_session_is_stale_and_changes_nothing(string record, int generation)
    {
        await Cluster.Service<VaultStore>().Write(
            [new VaultWrite.PutSlot(_id, new SlotId(SlotKind.Session, Laptop.Value, generation), Samples.Bytes(record).ToArrayUnsafe())],
            TestContext.Current.CancellationToken);
        var receipt = await Execute(new AccountCommand.StartKeyRotation(1, Phone), new(Retiring: Samples.Bytes("old"),
            Sessions:
            [
                new(Phone.Value, 1, Samples.Bytes("phone"), Samples.Bytes("phone 2")),
                new(Laptop.Value, 1, Samples.Bytes("laptop"), Samples.Bytes("laptop 2")),
            ]));
        Assert.Equal(new Refusal(RefusalCode.VersionConflict, RefusalReason.StaleVersion), receipt.Refusal);
        Assert.Equal(Samples.Bytes("phone"), await Slot(new SlotId(SlotKind.Session, Phone.Value, 1)));
        Assert.Equal(Samples.Bytes(record), await Slot(new SlotId(SlotKind.Session, Laptop.Value, generation)));
        Assert.Equal(Bytes.Empty, await Slot(new SlotId(SlotKind.Retiring)));
        Assert.Equal((1, false), ((await Row())!.KeyEpoch, (await Row())!.IsRotating));
    }

    [Fact]
    public async Task A_deleted_account_has_no_key_and_its_address_is_free()
    {
        await Execute(new AccountCommand.Delete(1, 6, Phone), AccountSlots.None);
        Assert.Equal(Bytes.Empty, await Slot(new SlotId(SlotKind.Password)));
        Assert.Equal(Bytes.Empty, await Slot(new SlotId(SlotKind.Session, Phone.Value, 1)));
        Assert.Null(await Row());
        var next = Samples.Account();
        Assert.Equal(new Receipt(1), await Grain(next).Execute(Samples.SignUp(next, "ada@example.org"), Samples.Slots("next"), null));
    }

    [Fact]
    public async Task A_password_is_renewed_unless_the_account_or_the_record_changed_meanwhile()
    {
        var (first, costlier) = (Samples.Slots("first").Password, Samples.Bytes("costlier"));
        await Grain(_id).RenewPassword(1, Samples.Bytes("another"), costlier);
        Assert.Equal(first, await Slot(new SlotId(SlotKind.Password)));
        await Grain(_id).RenewPassword(1, first, costlier);
        Assert.Equal(costlier, await Slot(new SlotId(SlotKind.Password)));
        await Execute(new AccountCommand.ChangeCredential(1, Phone), new(Password: Samples.Bytes("new")));
        await Grain(_id).RenewPassword(1, Samples.Bytes("new"), costlier);
        Assert.Equal(Samples.Bytes("new"), await Slot(new SlotId(SlotKind.Password)));
    }

    [Fact]
    public async Task A_private_key_that_the_credential_before_wrapped_goes_with_it()
    {
        var bundle = new SlotId(SlotKind.Bundle);
        await Execute(new AccountCommand.ChangeCredential(1, Phone), new(Password: Samples.Bytes("2"), Bundle: Samples.Bytes("bundle")));
        Assert.Equal(Samples.Bytes("bundle"), await Slot(bundle));
        await Execute(new AccountCommand.ReplaceRecoveryCodes(2, ValueList.From([Guid.CreateVersion7()]), Phone), AccountSlots.None);
        Assert.Equal(Samples.Bytes("bundle"), await Slot(bundle));
        await Execute(new AccountCommand.ChangeCredential(3, Phone), new(Password: Samples.Bytes("3")));
        Assert.Equal(Bytes.Empty, await Slot(bundle));
    }

    public async ValueTask InitializeAsync()
    {
        _cluster = await DiaryCluster.Start(postgres);
        await Grain(_id).Execute(Samples.SignUp(_id, "ada@example.org"), Samples.Slots("first"), null);
        await Cluster.Service<VaultStore>().Write(
            [
                new VaultWrite.PutSlot(_id, new SlotId(SlotKind.Session, Phone.Value, 1), Samples.Bytes("phone").ToArrayUnsafe()),
                new VaultWrite.PutSlot(_id, new SlotId(SlotKind.Session, Laptop.Value, 1), Samples.Bytes("laptop").ToArrayUnsafe()),
            ],
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    private IAccountGrain Grain(AccountId id) => Cluster.Grains.GetGrain<IAccountGrain>(id.Value);

    private Task<Receipt> Execute(AccountCommand command, AccountSlots slots) =>
        Grain(_id).Execute(command, slots, new AuditNote(AuditAction.CredentialChanged, Phone, Samples.Bytes("note")));

    private Task<AccountRow?> Row() => Cluster.Service<AccountReader>().Find(_id, TestContext.Current.CancellationToken);

    private async Task<Bytes> Slot(SlotId slot) =>
        await Cluster.Service<VaultStore>().FindSlot(_id, slot, TestContext.Current.CancellationToken) is { } record
            ? new Bytes(record) : Bytes.Empty;
}
