using System.Security.Cryptography;
using Diary.Archives;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Media;
using Diary.Projections.Media;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Archives;

/// <summary>Reads the files of a diary for an archive: of a UCE diary as they are, of an E2E diary as their client sealed them.</summary>
public sealed class ExportedMedia(MediaReader media, StorageStore store, MediaBox box, MediaContents contents)
{
    private const int BatchSize = 100;
    private const int BufferSize = 128 * 1024;

    /// <summary>The files that are whole, behind one, with what opens them; empty at the end. The caller disposes them.</summary>
    internal async Task<IReadOnlyList<ExportedFile>> Next(UnlockedAccount account, MediaId after, CancellationToken cancellation)
    {
        var rows = await media.Ready(account.Id, after, BatchSize, cancellation);
        var records = await store.Find(account.Id, [.. rows.Select(r => r.Id)], cancellation);
        var found = new List<ExportedFile>();
        foreach (var row in rows)
        {
            found.Add(records.TryGetValue(row.Id, out var record) ? Opened(account, row, record) : new ExportedFile(row.Id, null, null));
        }

        return found;
    }

    /// <summary>Copies a file's bytes, telling now and then that it goes on.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="file">Which.</param>
    /// <param name="output">Where to.</param>
    /// <param name="goesOn">Asked every few megabytes; false where it must stop.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>False where it is gone, damaged, or was not copied to its end.</returns>
    internal async Task<bool> Copy(
        AccountId account, ExportedFile file, Stream output, Func<Task<bool>> goesOn, CancellationToken cancellation)
    {
        var parts = (await contents.Parts(account, file.Id, cancellation)).Where(p => p.Number != MediaLayout.Thumbnail);
        await using var stream = contents.Open(account, [.. parts.Select(p => p.Part)], file.Key);
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
        try
        {
            var copied = 0L;
            for (int length; (length = await stream.ReadAsync(buffer, cancellation)) > 0; copied += length)
            {
                output.Write(buffer, 0, length); // at once, to a local file: its plain bytes are copied nowhere on the way
                if (copied / MediaLayout.PartSize != (copied + length) / MediaLayout.PartSize && !await goesOn())
                {
                    return false;
                }
            }

            return copied == file.About!.SizeBytes;
        }
        catch (MediaPartMissingException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private ExportedFile Opened(UnlockedAccount account, MediaRow row, byte[] record)
    {
        var found = box.Open(account.Id, row.Id, record);
        var key = MediaBox.KeyOf(found, account);
        var facts = MediaBox.FactsOf(found, account.Id, row.Id, key);
        return new ExportedFile(row.Id, new ArchivedFile(
            row.Id.Value.ToString("D"), facts.ContentType, facts.FileName, found.SizeBytes, facts.Sha256)
        {
            CreatedAt = row.CreatedAt,
            EncryptedMetadata = facts.EncryptedMetadata,
        }, key);
    }
}

/// <summary>A file that is to be exported.</summary>
/// <param name="Id">Which.</param>
/// <param name="About">What is said of it; null where it was deleted meanwhile.</param>
/// <param name="Key">Its key; null for E2E.</param>
internal sealed record ExportedFile(MediaId Id, ArchivedFile? About, MediaKey? Key) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Key?.Dispose();
}
