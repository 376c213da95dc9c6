using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;
using Diary.Projections.Accounts;

namespace Diary.GraphQL.Tests.Keys;

public sealed class UnlockedAccountTests : IDisposable
{
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly X25519PrivateKey _identity = X25519PrivateKey.Generate();

    [Fact]
    public void A_note_to_the_account_is_opened_and_another_is_not()
    {
        var account = Open();
        var note = SealedNote.Seal(_identity.PublicKey, _id, "a phone"u8);
        Assert.Equal("a phone"u8, account.OpenNote(note)!);
        Assert.Null(account.OpenNote(SealedNote.Seal(_identity.PublicKey, Guid.CreateVersion7(), "a phone"u8)));
        Assert.Null(account.OpenNote([]));
        account.Release();
    }

    [Fact]
    public void The_private_key_is_zeroed_with_the_others_and_opened_at_most_once()
    {
        var account = Open();
        var (identity, master) = (account.Identity, account.MasterKey);
        Assert.Same(identity, account.Identity);
        account.Release();
        Assert.Throws<ObjectDisposedException>(() => identity.AsSpan().Length);
        Assert.Throws<ObjectDisposedException>(() => master.AsSpan().Length);
    }

    [Fact]
    public void Of_an_E2E_account_there_is_no_key_to_ask_for()
    {
        var account = UnlockedAccount.E2E(Row(Tier.E2E));
        Assert.Throws<InvalidOperationException>(() => account.Identity);
        Assert.Throws<InvalidOperationException>(() => account.CapsuleWrap);
        Assert.Null(account.OpenNote(SealedNote.Seal(_identity.PublicKey, _id, "a phone"u8)));
        account.Release();
    }

    public void Dispose() => _identity.Dispose();

    private UnlockedAccount Open()
    {
        var master = SymmetricKey.Generate();
        using var tree = AccountKeys.Of(master);
        return UnlockedAccount.Uce(Row(Tier.Uce), master, SymmetricKey.Generate(),
            KeyWrap.Wrap(tree.IdentityWrap, _identity.AsSpan(), WrapAad.For(WrapPurpose.Identity, _id, 1)), 1);
    }

    private AccountRow Row(Tier tier) => new(new AccountId(_id), 1, tier, "UTC", new Bytes(_identity.PublicKey.AsSpan().ToArray()),
        tier == Tier.Uce ? 1 : 0, false, 10, DateTimeOffset.UnixEpoch);
}
