using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Archives;

/// <summary>
/// What an import may know of a UCE account while nobody is signed in: how to tag, and how to recognise a text that is here already. No
/// text can be read by it. It lies in the vault from the request that begins the import until the import is over.
/// </summary>
public sealed class ImportKeys(SealedVault vault, VaultStore store, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Lends a job the keys that it needs; an E2E account has none to lend.</summary>
    internal async Task Lend(UnlockedAccount account, Guid job, CancellationToken cancellation)
    {
        if (account.Tier == Tier.E2E)
        {
            return;
        }

        var keys = new byte[BlindIndex.ImportKeysSize];
        account.Index.CopyImportKeys(keys);
        var content = KeySlots.Import(keys);
        var record = vault.Seal(account.Id, Slot(job), content);
        CryptographicOperations.ZeroMemory(keys);
        CryptographicOperations.ZeroMemory(content);
        await store.Write(
            [new VaultWrite.PutSlot(account.Id, Slot(job), record.ToArrayUnsafe(), clock.GetUtcNow() + Lifetime)], cancellation);
    }

    /// <summary>The keys of a job; null where it has none.</summary>
    internal async Task<BlindIndex?> Of(AccountId account, Guid job, CancellationToken cancellation)
    {
        if (await vault.Open(account, Slot(job), cancellation) is not { } content)
        {
            return null;
        }

        var keys = KeySlots.ReadImport(content);
        var index = new BlindIndex(keys);
        CryptographicOperations.ZeroMemory(keys);
        CryptographicOperations.ZeroMemory(content);
        return index;
    }

    /// <summary>Takes them back.</summary>
    internal Task TakeBack(AccountId account, Guid job, CancellationToken cancellation) =>
        store.Write([new VaultWrite.DestroySlot(account, SlotKind.Import, job, int.MaxValue)], cancellation);

    private static SlotId Slot(Guid job) => new(SlotKind.Import, job);
}
