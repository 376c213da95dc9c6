using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Diary.Cryptography;
using Diary.Domain;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Media;
using Diary.Projections.Accounts;

namespace Diary.GraphQL.Archives;

// E2E: encryptedMetadata is {"id", "key": base64, "name"} as JSON and spaces to a multiple of 256 bytes, sealed to the account's public key
// as a note (HPKE base mode); the file is sealed under that key as "Media" of the sealed formats says, with suite 3.

/// <summary>A file of an archive in the form in which the diary keeps it.</summary>
/// <param name="SizeBytes">Its bytes: of E2E the sealed ones.</param>
/// <param name="Facts">What is known of it.</param>
/// <param name="Open">Opens those bytes.</param>
/// <param name="ContentKey">UCE: what the parts are sealed under; E2E: null, they are sealed already.</param>
internal sealed record IncomingFile(long SizeBytes, MediaFacts Facts, Func<Stream> Open, MediaKey? ContentKey)
{
    private const int Block = 256;
    private const int BufferSize = 128 * 1024;

    /// <summary>A file sealed to the account's public key, of which only the type and the size can be told.</summary>
    /// <param name="owner">Whose it becomes.</param>
    /// <param name="id">Its id.</param>
    /// <param name="plain">The file as it is in the archive.</param>
    /// <param name="key">Its key, which must outlive it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">The archive is damaged there.</exception>
    public static async Task<IncomingFile> SealedTo(
        AccountRow owner, MediaId id, IncomingFile plain, MediaKey key, CancellationToken cancellation)
    {
        Stream Open() => new SealingReadStream(plain.Open(), owner.Id.Value, id.Value, key.Symmetric, EnvelopeSuite.Server);

        var secrets = Secrets(owner, id, plain.Facts.FileName, key);
        var facts = new MediaFacts(plain.Facts.ContentType, null, secrets, await Hash(Open, cancellation));
        return new IncomingFile(SealingReadStream.LengthOf(plain.SizeBytes), facts, Open, null);
    }

    private static byte[] Secrets(AccountRow owner, MediaId id, string? name, MediaKey key)
    {
        var bytes = key.Bytes.ToArray();
        var json = PlainJson.Encode(new FileSecrets(id.Value, bytes, name), FileSecretsJson.Default.FileSecrets);
        var padded = new byte[(json.Length + Block - 1) / Block * Block];
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded, 0);
        var note = SealedNote.Seal(AuditNotes.KeyOf(owner), owner.Id.Value, padded);
        CryptographicOperations.ZeroMemory(bytes);
        CryptographicOperations.ZeroMemory(json);
        CryptographicOperations.ZeroMemory(padded);
        return note;
    }

    private static async Task<byte[]> Hash(Func<Stream> open, CancellationToken cancellation)
    {
        await using var stream = open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }

        return hash.GetCurrentHash();
    }
}

/// <summary>What only the owner of an E2E file knows of it.</summary>
internal sealed record FileSecrets(Guid Id, byte[] Key, string? Name);

/// <summary>The form in which they are sealed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FileSecrets))]
internal sealed partial class FileSecretsJson : JsonSerializerContext;
