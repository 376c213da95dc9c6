using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;
using Diary.TestKit;
using Npgsql;

namespace Diary.Silo.Tests.Running;

/// <summary>The keys of an account as they are at a moment, found with all that its owner and its server have.</summary>
internal static class CanaryKeys
{
    /// <summary>What the server opens while its owner is signed in.</summary>
    public static async Task<IReadOnlyList<(string Name, byte[] Key)>> OfUce(
        string folder, Guid account, string password, IEnumerable<string> codes)
    {
        using var ring = new VaultKeyRing(SymmetricKey.Import(Convert.FromBase64String(await DataFolder.Read(folder, "vault.key"))));
        await using var database = NpgsqlDataSource.Create(await DataFolder.ConnectionString(folder));
        var vault = new SealedVault(new VaultStore(database), ring);
        var id = new AccountId(account);
        async Task<byte[]> Slot(SlotKind kind) => (await vault.Open(id, new SlotId(kind), TestContext.Current.CancellationToken))!;

        var slot = KeySlots.ReadPassword(await Slot(SlotKind.Password));
        using var halves = PasswordHashing.DeriveKeys(password, slot.Costs);
        Assert.True(MasterKeyWrap.TryUnwrap(
            halves.Wrapping, slot.Wrap, WrapAad.For(WrapPurpose.Password, account, slot.Epoch), out var master));
        using var tree = AccountKeys.Of(master);
        var keys = KeySlots.ReadKeys(await Slot(SlotKind.Keys));
        Assert.True(KeyWrap.TryUnwrapPrivateKey(
            tree.IdentityWrap, keys.PrivateKey, WrapAad.For(WrapPurpose.Identity, account, keys.Epoch), out var identity));
        Assert.True(KeyWrap.TryUnwrap(
            tree.IndexRootWrap, keys.IndexRoot, WrapAad.For(WrapPurpose.IndexRoot, account, keys.Epoch), out var root));
        return
        [
            ("authentication half", Bytes(halves.Authentication)), ("wrapping half", Bytes(halves.Wrapping)),
            ("master key", Bytes(master)), ("wrap key", Bytes(tree.CapsuleWrap)), ("identity wrap", Bytes(tree.IdentityWrap)),
            ("index root wrap", Bytes(tree.IndexRootWrap)), ("retiring wrap", Bytes(tree.RetiringWrap)),
            ("private key", identity.AsSpan().ToArray()), ("index root", Bytes(root)),
            .. codes.SelectMany(c => OfCode(c, account, withVerifier: true)),
        ];
    }

    /// <summary>What never leaves an E2E device.</summary>
    public static async Task<IReadOnlyList<(string Name, byte[] Key)>> OfE2E(
        E2EDevice device, string password, IEnumerable<string> codes) =>
    [
        ("private key", device.Keys.AsSpan().ToArray()), ("write PSK", Bytes(device.Keys.Derive("diary.v1.write-psk"))),
        ("index root", Bytes(device.Keys.Derive("diary.v1.index-root"))), ("wrapping key", await device.WrappingKey(password)),
        .. codes.SelectMany(c => OfCode(c, device.Id, withVerifier: false)),
    ];

    private static IEnumerable<(string, byte[])> OfCode(string printed, Guid account, bool withVerifier)
    {
        Assert.True(RecoveryCode.TryParse(printed, out var code));
        using (code)
        {
            yield return ("code's wrapping half", Bytes(code.WrappingKey(account)));
            if (withVerifier)
            {
                yield return ("code's verifier", Bytes(code.Verifier(account)));
            }
        }
    }

    private static byte[] Bytes(SymmetricKey key) => key.AsSpan().ToArray();
}
