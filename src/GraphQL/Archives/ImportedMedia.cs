using System.Security.Cryptography;
using System.Text;
using Diary.Archives;
using Diary.Domain.Jobs;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Media;
using Diary.Grains;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Media;
using Diary.Imaging;
using Diary.Projections.Media;
using MediaState = Diary.Projections.Media.MediaState;

namespace Diary.GraphQL.Archives;

/// <summary>
/// Brings files of an archive into a diary, while nobody need be signed in: each is sealed under a key of its own, which is sealed to
/// the account's public key. A file's id comes of the job and of what the archive knows it by, so that the same again is the same.
/// </summary>
public sealed class ImportedMedia(IGrainFactory grains, MediaReader media, MediaBox box, MediaContents contents, MediaRemoval removal,
    MediaThumbnails thumbnails, GraphQLOptions options)
{
    private const int Tries = 8; // ids for a file whose sender was killed again and again
    private const int BufferSize = 128 * 1024;
    private const int LongestName = 255;
    private const long LargestFile = MediaLayout.MostBytes - (MediaLayout.MostBytes >> 11); // its sealed form fits, too
    private const string Unknown = "application/octet-stream";

    /// <summary>The file that was brought in before; null where none was.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="key">What the archive knows it by.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal async Task<MediaId?> Find(ImportTarget into, string key, CancellationToken cancellation) =>
        (await media.Find(into.Owner.Id, [.. Enumerable.Range(0, Tries).Select(i => IdOf(into.Job, key, i))], cancellation))
            .FirstOrDefault(m => m.State == MediaState.Ready)?.Id;

    /// <summary>Brings a file in, unless it is there already.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="by">The session that began it; null where none did.</param>
    /// <param name="file">What the archive says of it.</param>
    /// <param name="open">Opens its bytes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UnavailableException">The database is away.</exception>
    internal async Task<(MediaId? Id, MediaLoss Loss)> Bring(
        ImportTarget into, SessionId? by, ArchivedFile file, Func<Stream> open, CancellationToken cancellation)
    {
        var account = into.Owner.Id;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var id = IdOf(into.Job, file.Key, attempt);
            switch ((await media.Find(account, [id], cancellation)).SingleOrDefault()?.State)
            {
                case MediaState.Ready:
                    return (id, MediaLoss.None);
                case MediaState.Pending: // a process began it and was killed, and with it the key is gone
                    await removal.Remove(account, id, new MediaCommand.Delete(null), cancellation);
                    break;
                case null:
                    var loss = await Bring(into, by, id, file, open, cancellation);
                    return (loss == MediaLoss.None ? id : null, loss);
                default:
                    break; // deleted since: by a process that was killed, or by its owner
            }
        }

        return (null, MediaLoss.Unreadable);
    }

    private async Task<MediaLoss> Bring(
        ImportTarget into, SessionId? by, MediaId id, ArchivedFile file, Func<Stream> open, CancellationToken cancellation)
    {
        if (file.SizeBytes is < 1 or > LargestFile || await Look(file, open, cancellation) is not { } facts)
        {
            return MediaLoss.Unreadable;
        }

        var account = into.Owner.Id;
        using var key = MediaKey.Generate();
        var incoming = new IncomingFile(file.SizeBytes, facts, open, key);
        incoming = into.Owner.Tier == Tier.E2E ? await IncomingFile.SealedTo(into.Owner, id, incoming, key, cancellation) : incoming;
        var announced = await grains.Media(account, id).Execute(new MediaCommand.Announce(id, account, incoming.SizeBytes,
            new Bytes(SHA256.HashData(Encoding.ASCII.GetBytes($"diary.v1.import-media {id}"))), // says nothing of the file
            box.Seal(into.Owner, id, incoming.SizeBytes, incoming.Facts, incoming.ContentKey), options.StorageBytes, by));
        if (Loss(announced) is not MediaLoss.None and var loss)
        {
            return loss;
        }

        if (!await Send(account, id, incoming, cancellation))
        {
            await removal.Remove(account, id, new MediaCommand.Delete(null), cancellation);
            return MediaLoss.Unreadable;
        }

        var parts = (await contents.Parts(account, id, cancellation)).Select(p => p.Record);
        loss = Loss(await grains.Media(account, id).Execute(new MediaCommand.Complete([.. parts], Bytes.Empty, null, by)));
        if (loss == MediaLoss.None && incoming.ContentKey is not null && MediaThumbnails.Serve(facts.ContentType))
        {
            thumbnails.Ask(account, id, key);
        }

        return loss;
    }

    private static MediaId IdOf(Guid job, string key, int attempt) => new(DerivedId.Of(
        "diary.v1.import-media", job, [.. SHA256.HashData(Encoding.UTF8.GetBytes(key)), (byte)attempt]));

    private static MediaLoss Loss(Receipt receipt) => receipt switch
    {
        { RetryAfter: { } pause } => throw new UnavailableException(pause),
        { Refusal: null } => MediaLoss.None,
        { Refusal.Reason: RefusalReason.StorageIsFull } => MediaLoss.NoRoom,
        _ => MediaLoss.Unreadable,
    };

    /// <summary>Reads a file to its end; null where it is not what the archive says.</summary>
    private static async Task<MediaFacts?> Look(ArchivedFile file, Func<Stream> open, CancellationToken cancellation)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
        try
        {
            await using var stream = open();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (length, type) = (0L, (string?)null);
            for (int read; length <= file.SizeBytes
                && (read = await stream.ReadAtLeastAsync(buffer, buffer.Length, false, cancellation)) > 0; length += read)
            {
                type ??= TypeOf(file.ContentType, buffer.AsSpan(0, Math.Min(read, ContentTypes.HeadSize)));
                hash.AppendData(buffer, 0, read);
            }

            var sha256 = hash.GetCurrentHash();
            return length == file.SizeBytes && (file.Sha256 is not { } told || told.AsSpan().SequenceEqual(sha256))
                ? new MediaFacts(type!, NameOf(file.FileName), null, sha256) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <summary>The type that was named, where the beginning of the file does not tell another.</summary>
    private static string TypeOf(string named, ReadOnlySpan<byte> head) =>
        MediaChecks.IsType(named) && ContentTypes.Agree(named, head, out var found) ? named
        : ContentTypes.Of(head) is { } own ? own : Unknown;

    /// <summary>A name alone: no path, no control characters; null where nothing is left.</summary>
    private static string? NameOf(string? name)
    {
        var last = name?[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        return last is { Length: > 0 and <= LongestName } && last is not ("." or "..") && !last.Any(char.IsControl)
            && !string.IsNullOrWhiteSpace(last) ? last : null;
    }

    /// <summary>Seals a file's parts; false where it is shorter than it was a moment ago, or its time is over.</summary>
    private async Task<bool> Send(AccountId account, MediaId id, IncomingFile file, CancellationToken cancellation)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
        try
        {
            await using var stream = file.Open();
            for (var number = 1; number <= MediaLayout.CountOf(file.SizeBytes); number++)
            {
                var size = MediaLayout.SizeOf(file.SizeBytes, number);
                if (!await contents.Put(account, id, number, file.ContentKey,
                    output => Copy(stream, output, size, buffer, cancellation), cancellation))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static async Task<long> Copy(Stream input, Stream output, long size, byte[] buffer, CancellationToken cancellation)
    {
        for (var left = size; left > 0;)
        {
            var some = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
            await input.ReadExactlyAsync(some, cancellation);
            output.Write(some.Span);
            left -= some.Length;
        }

        return size;
    }
}

/// <summary>Why a file of an archive did not come in.</summary>
internal enum MediaLoss
{
    /// <summary>It did.</summary>
    None,

    /// <summary>It is not there, damaged, empty or too large.</summary>
    Unreadable,

    /// <summary>It does not fit into what the account may hold.</summary>
    NoRoom,
}
