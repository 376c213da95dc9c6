using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.Integrations.BlobStorage;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Files;

/// <summary>
/// Files of an account: sealed blobs whose keys lie in the vault. A blob is whole before its key is kept, and a key is destroyed before its
/// blob is deleted: what a crash leaves behind is noise, which the sweep deletes.
/// </summary>
public sealed class SealedFiles(IBlobStore blobs, SealedVault vault, VaultStore store, TimeProvider clock)
{
    /// <summary>How long a file is kept unless somebody prolongs it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>Begins a file; what was there under its id is replaced once the new one is committed.</summary>
    public SealedFileStream Create(AccountRow account, Guid id, FilePurpose purpose, FileProtection protection) =>
        new(blobs.Create(new BlobKey(account.Id.Value, id)), account, id, purpose, protection, Keep);

    /// <summary>A file; null where the account has none of this id, or no longer.</summary>
    public async Task<FileFacts?> Find(AccountId account, Guid id, CancellationToken cancellation)
    {
        if (await Read(account, id, cancellation) is not { } file)
        {
            return null;
        }

        CryptographicOperations.ZeroMemory(file.Key);
        return file.Facts;
    }

    /// <summary>How many files of a purpose the account has that have not expired.</summary>
    public async Task<int> Count(AccountId account, FilePurpose purpose, CancellationToken cancellation) =>
        (await vault.OpenAll(account, SlotKind.File, cancellation)).Count(s => FileSlot.Read(s.Content, default).Facts.Purpose == purpose);

    /// <summary>A file's key, the caller's to zero; null where there is none, or where only its owner could open it.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="owner">The owner's open account; null: nobody is signed in.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal async Task<byte[]?> Key(AccountId account, Guid id, UnlockedAccount? owner, CancellationToken cancellation) =>
        await Read(account, id, cancellation) is not { } file ? null
            : file.Facts.Protection is FileProtection.Server ? file.Key
            : owner?.OpenNote(file.Key);

    /// <summary>A file's plaintext, from any place on; null where there is none, or where only its owner could open it.</summary>
    public async Task<Stream?> OpenRead(AccountId account, Guid id, UnlockedAccount? owner, CancellationToken cancellation)
    {
        if (await Key(account, id, owner, cancellation) is not { } key)
        {
            return null;
        }

        using var contentKey = SymmetricKey.Import(key);
        CryptographicOperations.ZeroMemory(key);
        return OpenRead(account, id, contentKey);
    }

    /// <summary>The same by the file's key.</summary>
    internal Stream? OpenRead(AccountId account, Guid id, SymmetricKey contentKey)
    {
        if (blobs.OpenRead(new BlobKey(account.Value, id)) is not { } blob)
        {
            return null;
        }

        if (MediaOpeningStream.TryOpen(blob, account.Value, id, contentKey, out var reader))
        {
            return reader;
        }

        blob.Dispose();
        return null;
    }

    /// <summary>Keeps a file longer.</summary>
    public Task Prolong(AccountId account, Guid id, DateTimeOffset until, CancellationToken cancellation) =>
        store.Prolong(account, Slot(id), until, cancellation);

    /// <summary>Destroys a file; nothing where there is none.</summary>
    public async Task Delete(AccountId account, Guid id, CancellationToken cancellation)
    {
        await store.Write([new VaultWrite.DestroySlot(account, SlotKind.File, id, int.MaxValue)], cancellation);
        blobs.Delete(new BlobKey(account.Value, id));
    }

    private static SlotId Slot(Guid id) => new(SlotKind.File, id);

    private async Task<FileFacts> Keep(AccountRow account, Guid id, FileFacts facts, byte[] key, CancellationToken cancellation)
    {
        var kept = facts with { ExpiresAt = clock.GetUtcNow() + Lifetime };
        var content = FileSlot.Write(kept, kept.Protection is FileProtection.Server ? key
            : SealedNote.Seal(Audit.AuditNotes.KeyOf(account), account.Id.Value, key));
        var record = vault.Seal(account.Id, Slot(id), content);
        CryptographicOperations.ZeroMemory(content);
        await store.Write([new VaultWrite.PutSlot(account.Id, Slot(id), record.ToArrayUnsafe(), kept.ExpiresAt)], cancellation);
        return kept;
    }

    private async Task<(FileFacts Facts, byte[] Key)?> Read(AccountId account, Guid id, CancellationToken cancellation)
    {
        if (await store.FindUnexpired(account, Slot(id), clock.GetUtcNow(), cancellation) is not { } found)
        {
            return null;
        }

        var content = vault.Open(account, Slot(id), found.Record);
        var file = FileSlot.Read(content, found.ExpiresAt);
        CryptographicOperations.ZeroMemory(content);
        return file;
    }
}
