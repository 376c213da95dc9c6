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

    /// <summary>
    /// Begins a file; what was there under its id is replaced once the new one is committed. Its blob has an id of its own, so that two
    /// that are written at once cannot mix.
    /// </summary>
    public SealedFileStream Create(AccountRow account, Guid id, FilePurpose purpose, FileProtection protection)
    {
        var blob = Guid.NewGuid();
        return new SealedFileStream(blobs.Create(new BlobKey(account.Id.Value, blob)), account, id, purpose, protection,
            (facts, key, cancellation) => Keep(account, id, blob, facts, key, cancellation));
    }

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
        await Read(account, id, cancellation) is { } file ? KeyOf(file, owner) : null;

    /// <summary>A file's plaintext, from any place on; null where there is none, or where only its owner could open it.</summary>
    public async Task<Stream?> OpenRead(AccountId account, Guid id, UnlockedAccount? owner, CancellationToken cancellation)
    {
        if (await Read(account, id, cancellation) is not { } file || KeyOf(file, owner) is not { } key)
        {
            return null;
        }

        using var contentKey = SymmetricKey.Import(key);
        CryptographicOperations.ZeroMemory(key);
        return await Open(account, id, file.Blob, contentKey, cancellation);
    }

    /// <summary>A file and its plaintext by its key; null where the file is gone, or the key another's.</summary>
    internal async Task<(FileFacts Facts, Stream Plain)?> OpenRead(
        AccountId account, Guid id, SymmetricKey contentKey, CancellationToken cancellation) =>
        await Read(account, id, cancellation) is { } file && await Open(account, id, file.Blob, contentKey, cancellation) is { } plain
            ? (file.Facts, plain) : null;

    /// <summary>Keeps a file longer.</summary>
    public Task Prolong(AccountId account, Guid id, DateTimeOffset until, CancellationToken cancellation) =>
        store.Prolong(account, Slot(id), until, cancellation);

    /// <summary>Destroys a file; nothing where there is none.</summary>
    public async Task Delete(AccountId account, Guid id, CancellationToken cancellation)
    {
        var record = await store.FindSlot(account, Slot(id), cancellation);
        await store.Write([new VaultWrite.DestroySlot(account, SlotKind.File, id, int.MaxValue)], cancellation);
        if (record is not null)
        {
            var blob = FileSlot.Read(vault.Open(account, Slot(id), record), default).Blob;
            await blobs.DeleteUnnamed(new BlobKey(account.Value, blob), cancellation);
        }
    }

    /// <summary>The blobs that an account's files lie in.</summary>
    internal async Task<HashSet<Guid>> BlobsOf(AccountId account, CancellationToken cancellation) =>
        [.. (await vault.OpenAll(account, SlotKind.File, cancellation)).Select(s => FileSlot.Read(s.Content, default).Blob)];

    private static SlotId Slot(Guid id) => new(SlotKind.File, id);

    private static byte[]? KeyOf((FileFacts Facts, Guid Blob, byte[] Key) file, UnlockedAccount? owner) =>
        file.Facts.Protection is FileProtection.Server ? file.Key : owner?.OpenNote(file.Key);

    private async Task<MediaOpeningStream?> Open(
        AccountId account, Guid id, Guid blob, SymmetricKey contentKey, CancellationToken cancellation)
    {
        if (await blobs.OpenRead(new BlobKey(account.Value, blob), cancellation) is not { } stream)
        {
            return null;
        }

        var plain = await MediaOpeningStream.Open(stream, account.Value, id, contentKey, cancellation);
        if (plain is null)
        {
            await stream.DisposeAsync();
        }

        return plain;
    }

    private async Task<FileFacts> Keep(
        AccountRow account, Guid id, Guid blob, FileFacts facts, byte[] key, CancellationToken cancellation)
    {
        var kept = facts with { ExpiresAt = clock.GetUtcNow() + Lifetime };
        var content = FileSlot.Write(kept, blob, kept.Protection is FileProtection.Server ? key
            : SealedNote.Seal(Audit.AuditNotes.KeyOf(account), account.Id.Value, key));
        var record = vault.Seal(account.Id, Slot(id), content);
        CryptographicOperations.ZeroMemory(content);
        await store.Write([new VaultWrite.PutSlot(account.Id, Slot(id), record.ToArrayUnsafe(), kept.ExpiresAt)], cancellation);
        return kept;
    }

    private async Task<(FileFacts Facts, Guid Blob, byte[] Key)?> Read(AccountId account, Guid id, CancellationToken cancellation)
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
