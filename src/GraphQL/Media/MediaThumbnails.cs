using System.Security.Cryptography;
using System.Threading.Channels;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.Imaging;
using Diary.Projections.Vault;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Diary.GraphQL.Media;

/// <summary>
/// Makes thumbnails of UCE images in the background of their owners' requests, each with a key that is lent for it. What does not fit into
/// the queue, or is lost with the process, is made where its thumbnail is next asked for.
/// </summary>
public sealed partial class MediaThumbnails(StorageStore store, MediaBox box, MediaContents contents, UnlockedAccounts accounts,
    ILogger<MediaThumbnails> log) : BackgroundService
{
    private const int MostWaiting = 256;
    private const int MostAtOnce = 2; // each may take 256 MiB

    private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(MostWaiting);
    private readonly Lock _gate = new();
    private readonly HashSet<(AccountId, MediaId)> _ordered = [];

    /// <summary>Whether a file of this type and size may get one.</summary>
    internal static bool Serve(string contentType) => contentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Has a thumbnail made, unless it is being made.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="media">Of which file, which is whole.</param>
    /// <param name="contentKey">Its key, which is copied.</param>
    internal void Ask(AccountId account, MediaId media, MediaKey contentKey)
    {
        lock (_gate)
        {
            if (!_ordered.Add((account, media)))
            {
                return;
            }
        }

        var order = new Order(account, media, contentKey.Copy());
        if (!_orders.Writer.TryWrite(order))
        {
            End(order);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Enumerable.Range(0, Math.Min(MostAtOnce, Environment.ProcessorCount))
            .Select(_ => Task.Run(() => Work(stoppingToken), stoppingToken)));

    private async Task Work(CancellationToken cancellation)
    {
        await foreach (var order in _orders.Reader.ReadAllAsync(cancellation))
        {
            try
            {
                await Make(order, cancellation);
            }
#pragma warning disable CA1031 // whatever it was, the next order is another; this one is made where it is next asked for
            catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(order.Media, e.GetType().Name);
            }
            finally
            {
                End(order);
                accounts.NoteLeftovers();
            }
        }
    }

    private async Task Make(Order order, CancellationToken cancellation)
    {
        if (!(await store.Find(order.Account, [order.Media], cancellation)).TryGetValue(order.Media, out var record))
        {
            return;
        }

        var media = box.Open(order.Account, order.Media, record);
        var facts = MediaBox.FactsOf(media, order.Account, order.Media, order.Key);
        if (facts.NoThumbnail is not null || facts.Width is not null)
        {
            return;
        }

        switch (await Make(order, media, cancellation))
        {
            case ThumbnailOutcome.Made made:
                var part = await contents.PutThumbnail(order.Account, order.Key, made.Bytes, cancellation);
                CryptographicOperations.ZeroMemory(made.Bytes);
                var known = facts with { Width = made.Width, Height = made.Height };
                if (!await store.KeepThumbnail(order.Account, order.Media, record,
                    box.Seal(order.Account, order.Media, media, known, order.Key).ToArrayUnsafe(),
                    box.Seal(order.Account, order.Media, MediaLayout.Thumbnail, part).ToArrayUnsafe(), cancellation))
                {
                    await contents.Delete(order.Account, [part], cancellation);
                }

                break;
            case ThumbnailOutcome.Refused refused:
                var told = box.Seal(order.Account, order.Media, media, facts with { NoThumbnail = refused.Reason }, order.Key);
                await store.KeepThumbnail(order.Account, order.Media, record, told.ToArrayUnsafe(), thumbnail: null, cancellation);
                break;
        }
    }

    private async Task<ThumbnailOutcome> Make(Order order, SealedMedia media, CancellationToken cancellation)
    {
        if (media.SizeBytes > Thumbnails.MostBytes)
        {
            return new ThumbnailOutcome.Refused(ThumbnailRefusal.TooLarge);
        }

        var parts = (await contents.Parts(order.Account, order.Media, cancellation))
            .Where(p => p.Number != MediaLayout.Thumbnail).Select(p => p.Part).ToList();
        var file = GC.AllocateUninitializedArray<byte>((int)media.SizeBytes, pinned: true);
        try
        {
            await using var stream = contents.Open(order.Account, parts, order.Key);
            await stream.ReadExactlyAsync(file, cancellation);
            return Thumbnails.Make(file);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    private void End(Order order)
    {
        order.Key.Dispose();
        lock (_gate)
        {
            _ordered.Remove((order.Account, order.Media));
        }
    }

    [LoggerMessage(EventId = 5201, Level = LogLevel.Warning, Message = "The thumbnail of {Media} was not made: {Error}")]
    private partial void LogFailed(MediaId media, string error);

    private sealed record Order(AccountId Account, MediaId Media, MediaKey Key);
}
