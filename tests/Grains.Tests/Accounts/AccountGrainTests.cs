using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;
using Diary.TestKit;

namespace Diary.Grains.Tests.Accounts;

public sealed class AccountGrainTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly AccountId _id = Samples.Account();
    private DiaryCluster? _cluster;

    private DiaryCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started");

    [Fact]
    public async Task A_sign_up_keeps_the_account_and_all_its_slots()
    {
        Assert.Equal(new Receipt(1), await SignUp(_id, "ada@example.org"));
        var row = await Cluster.Service<AccountReader>().FindByEmail(
            Samples.Bytes("ada@example.org"), TestContext.Current.CancellationToken);
        Assert.Equal((_id, Tier.Uce, "UTC", 1, 1), (row!.Id, row.Tier, row.TimeZone, row.KeyEpoch, row.RecoveryCodesLeft));
        Assert.Equal(Samples.Bytes("password of first"), await Slot(_id, new SlotId(SlotKind.Password)));
        Assert.Equal(Samples.Bytes("keys of first"), await Slot(_id, new SlotId(SlotKind.Keys)));
        Assert.Equal(Samples.Bytes("address of first"), await Slot(_id, new SlotId(SlotKind.Email)));
        Assert.Equal(Samples.Bytes("code of first"),
            await Slot(_id, new SlotId(SlotKind.Recovery, new Guid("0190b6f0-7c00-7000-8000-000000000001"))));
    }

    [Theory]
    [InlineData("ada@example.org", RefusalCode.EmailTaken, RefusalReason.AddressInUse)]
    [InlineData("eve@example.org", RefusalCode.Invalid, RefusalReason.AccountIdInUse)]
    public async Task An_id_begins_one_account(string email, RefusalCode code, RefusalReason reason)
    {
        await SignUp(_id, "ada@example.org");
        Assert.Equal(new Receipt(1, new Refusal(code, reason)), await SignUp(_id, email, "second"));
        await Cluster.Silos.DeactivateAsync(Cluster.Grains.GetGrain<IAccountGrain>(_id.Value));
        Assert.Equal(new Receipt(1, new Refusal(code, reason)), await SignUp(_id, email, "second"));
        Assert.Equal(Samples.Bytes("password of first"), await Slot(_id, new SlotId(SlotKind.Password)));
    }

    [Fact]
    public async Task An_address_has_one_account_and_the_refused_one_leaves_nothing()
    {
        await SignUp(_id, "ada@example.org");
        var other = Samples.Account();
        Assert.Equal(new Receipt(0, new Refusal(RefusalCode.EmailTaken, RefusalReason.AddressInUse)),
            await SignUp(other, "ada@example.org", "second"));
        Assert.Equal(Bytes.Empty, await Slot(other, new SlotId(SlotKind.Password)));
        Assert.Null(await Cluster.Service<AccountReader>().Find(other, TestContext.Current.CancellationToken));
        Assert.Equal(new Receipt(1), await SignUp(other, "other@example.org", "third"));
    }

    [Fact]
    public async Task Of_many_sign_ups_of_one_address_at_once_one_is_accepted()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SignUp(Samples.Account(), "ada@example.org")));
        Assert.Single(receipts, new Receipt(1));
        Assert.Equal(15, receipts.Count(r => r == new Receipt(0, new Refusal(RefusalCode.EmailTaken, RefusalReason.AddressInUse))));
    }

    [Fact]
    public async Task While_the_database_is_away_callers_are_told_to_come_back()
    {
        await SignUp(Samples.Account(), "ada@example.org");
        Cluster.Database.Cut();
        Assert.Equal(new Receipt(0, RetryAfter: TimeSpan.FromSeconds(1)), await SignUp(_id, "eve@example.org"));
        Cluster.Database.Mend();
        Cluster.Clock.Move(TimeSpan.FromSeconds(2));
        Assert.Equal(new Receipt(1), await SignUp(_id, "eve@example.org"));
    }

    public async ValueTask InitializeAsync() => _cluster = await DiaryCluster.Start(postgres);

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    private Task<Receipt> SignUp(AccountId id, string email, string slots = "first") =>
        Cluster.Grains.GetGrain<IAccountGrain>(id.Value).Execute(
            Samples.SignUp(id, email), Samples.Slots(slots), audit: null);

    private async Task<Bytes> Slot(AccountId account, SlotId slot) =>
        await Cluster.Service<VaultStore>().FindSlot(account, slot, TestContext.Current.CancellationToken) is { } record
            ? new Bytes(record) : Bytes.Empty;
}
