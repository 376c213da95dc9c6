namespace Diary.Integrations.BlobStorage;

/// <summary>A store of blobs that clients may talk to themselves, by links that allow one thing for a while.</summary>
public interface IDirectBlobs
{
    /// <summary>A link that takes these bytes and no others: their number and their SHA-256 are signed.</summary>
    /// <param name="key">The blob that they become.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="sha256">Their hash, 32 bytes.</param>
    /// <param name="lifetime">How long it works.</param>
    DirectLink ToPut(BlobKey key, long length, ReadOnlySpan<byte> sha256, TimeSpan lifetime);

    /// <summary>A link that gives a blob as a file to save, whatever its bytes are.</summary>
    /// <param name="key">Which.</param>
    /// <param name="lifetime">How long it works.</param>
    DirectLink ToGet(BlobKey key, TimeSpan lifetime);

    /// <summary>How many bytes a blob has; null where there is none.</summary>
    Task<long?> LengthOf(BlobKey key, CancellationToken cancellation);
}

/// <summary>A request that needs nothing else to be allowed.</summary>
/// <param name="Url">Where it goes.</param>
/// <param name="Headers">What it must send, exactly.</param>
/// <param name="ExpiresAt">When it is over.</param>
public sealed record DirectLink(Uri Url, IReadOnlyList<(string Name, string Value)> Headers, DateTimeOffset ExpiresAt);
