using System.ComponentModel;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Files;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using Diary.Imaging;
using Diary.Projections.Media;
using GraphQL;
using GraphQL.DataLoader;
using RowState = Diary.Projections.Media.MediaState;

namespace Diary.GraphQL.Media;

/// <summary>Where a file stands.</summary>
[Name("MediaState")]
public enum MediaState
{
    /// <summary>It is still to arrive.</summary>
    Pending,

    /// <summary>It can be fetched.</summary>
    Ready,

    /// <summary>Its key is destroyed.</summary>
    Deleted,
}

/// <summary>A photo or another file of the diary.</summary>
[Name("Media"), Implements(typeof(INode))]
public sealed class MediaNode(MediaRow row, SealedMedia? found, MediaFacts facts) : INode
{
    /// <inheritdoc/>
    [Id]
    public string Id => GlobalId.Format(row.Id.Value);

    /// <summary>Where it stands.</summary>
    public MediaState State => row.State switch
    {
        RowState.Pending => MediaState.Pending,
        RowState.Ready => MediaState.Ready,
        _ => MediaState.Deleted,
    };

    /// <summary>As its owner named it.</summary>
    public string ContentType => facts.ContentType;

    /// <summary>UCE.</summary>
    [Description("UCE: the name; E2E clients seal it into encryptedMetadata.")]
    public string? FileName => facts.FileName;

    /// <summary>E2E.</summary>
    public byte[]? EncryptedMetadata => facts.EncryptedMetadata;

    /// <summary>Of what its owner sent.</summary>
    public long SizeBytes => row.SizeBytes;

    /// <summary>Of what its owner sent; empty once it is deleted.</summary>
    public byte[] Sha256 => facts.Sha256;

    /// <summary>In pixels, as it is shown.</summary>
    public int? Width => facts.Width;

    /// <summary>In pixels, as it is shown.</summary>
    public int? Height => facts.Height;

    /// <summary>When it was announced.</summary>
    public DateTimeOffset CreatedAt => row.CreatedAt;

    /// <summary>Where it can be fetched.</summary>
    [Description("A link that works for a few minutes, with range requests. UCE: decrypted on the way. E2E: the ciphertext.")]
    public IDataLoaderResult<SignedLink?> Download(IResolveFieldContext context, [FromServices] MediaLinks links,
        [FromServices] DirectParts direct, [FromServices] FirstPartLoader parts) => new Chained<byte[]?, SignedLink?>(
            row.State is RowState.Ready && found is not null && direct.Serve(found) ? parts.Load(row.Id) : new Known<byte[]?>(null),
            async (part, cancellation) => part is null
                ? await Link(context.Session<DiarySession>(), links, isThumbnail: false, cancellation)
                : direct.ToFetch(context.Session<DiarySession>().Account, row.Id, part));

    /// <summary>Where its thumbnail can be fetched; null until it is made, in the background.</summary>
    [Description("UCE images: at most 512 pixels on the longer side, WebP, metadata stripped.")]
    public IDataLoaderResult<SignedLink?> Thumbnail(IResolveFieldContext context, [FromServices] ThumbnailLoader thumbnails,
        [FromServices] MediaLinks links, [FromServices] MediaThumbnails making) =>
        new Chained<bool, SignedLink?>(thumbnails.Load(row.Id), async (has, cancellation) =>
        {
            if (has)
            {
                return await Link(context.Session<DiarySession>(), links, isThumbnail: true, cancellation);
            }

            if (IsToBeMade)
            {
                using var key = MediaBox.KeyOf(found!, context.Session<DiarySession>().Keys);
                making.Ask(context.Session<DiarySession>().Account, row.Id, key!);
            }

            return null;
        });

    /// <summary>Why there is none.</summary>
    [Description("UCE images: why there will be no thumbnail. Null where there is one, and while it is made.")]
    public ThumbnailRefusal? ThumbnailProblem => facts.NoThumbnail;

    /// <summary>It was not tried, or it was lost.</summary>
    private bool IsToBeMade => row.State is RowState.Ready && found is { IsE2E: false } && facts.NoThumbnail is null
        && MediaThumbnails.Serve(facts.ContentType);

    private async Task<SignedLink?> Link(DiarySession caller, MediaLinks links, bool isThumbnail, CancellationToken cancellation)
    {
        if (row.State is not RowState.Ready || found is null)
        {
            return null;
        }

        using var key = MediaBox.KeyOf(found, caller.Keys);
        return await links.ToFetch(caller.Account, row.Id, isThumbnail, key, cancellation);
    }
}
