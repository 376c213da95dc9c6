using System.Globalization;
using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Media;
using Diary.Grains;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using Diary.Imaging;
using Diary.Projections.Media;
using Diary.Projections.Vault;
using Refusal = Diary.GraphQL.Problems.Refusal;
using RowState = Diary.Projections.Media.MediaState;

namespace Diary.GraphQL.Media;

/// <summary>
/// Takes what arrived for what was announced, once it has read it all: parts, size, SHA-256. A large file takes longer than a request may:
/// the check goes on, and whoever asks again joins it.
/// </summary>
public sealed class MediaArrival(IGrainFactory grains, MediaReader media, StorageStore store, MediaBox box, MediaContents contents,
    MediaRemoval removal, MediaThumbnails thumbnails, GraphQLOptions options, TimeProvider clock) : IDisposable
{
    private const int Attempts = 5;
    private const int AtOnce = 8;
    private const int BufferSize = 128 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<(AccountId, MediaId), Task<IReadOnlyList<IProblem>>> _running = [];
    private readonly SemaphoreSlim _lanes = new(AtOnce);

    /// <summary>Checks a file and makes it READY; one that is so already stays so.</summary>
    /// <exception cref="UnavailableException">The check is not over yet.</exception>
    public async Task<MediaPayload> Complete(DiarySession caller, string mediaId, CancellationToken cancellation)
    {
        if (!GlobalId.TryParse(mediaId, out var uuid)
            || (await media.Find(caller.Account, [new MediaId(uuid)], cancellation)).SingleOrDefault() is not { } row
            || row.State is RowState.Deleted)
        {
            return new MediaPayload(null, [MediaDesk.NoSuchMedia]);
        }

        if (row.State is RowState.Ready)
        {
            return new MediaPayload(row.Id, []);
        }

        try
        {
            var problems = await Join(caller.Keys, row.Id).WaitAsync(options.TimeLimit * 0.8, clock, cancellation);
            return new MediaPayload(problems.Count == 0 ? row.Id : null, problems);
        }
        catch (TimeoutException)
        {
            throw new UnavailableException(TimeSpan.FromSeconds(1));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lanes.Dispose();

    private Task<IReadOnlyList<IProblem>> Join(UnlockedAccount account, MediaId id)
    {
        lock (_gate)
        {
            if (_running.TryGetValue((account.Id, id), out var running))
            {
                return running;
            }

            if (!account.TryHold())
            {
                throw new UnavailableException(TimeSpan.FromSeconds(1));
            }

            return _running[(account.Id, id)] = Task.Run(() => Run(account, id)); // which cannot end before it stands here
        }
    }

    private async Task<IReadOnlyList<IProblem>> Run(UnlockedAccount account, MediaId id)
    {
        await _lanes.WaitAsync();
        try
        {
            return await Check(account, id, CancellationToken.None);
        }
        finally
        {
            _lanes.Release();
            account.Release();
            lock (_gate)
            {
                _running.Remove((account.Id, id));
            }
        }
    }

    private async Task<IReadOnlyList<IProblem>> Check(UnlockedAccount account, MediaId id, CancellationToken cancellation)
    {
        if (!(await store.Find(account.Id, [id], cancellation)).TryGetValue(id, out var record))
        {
            return [MediaDesk.NoSuchMedia];
        }

        var announced = box.Open(account.Id, id, record);
        using var key = MediaBox.KeyOf(announced, account);
        var facts = MediaBox.FactsOf(announced, account.Id, id, key);
        var missing = await contents.Missing(account.Id, id, announced, cancellation);
        if (missing.Count > 0)
        {
            return [Missing(missing)];
        }

        var parts = (await contents.Parts(account.Id, id, cancellation)).Where(p => p.Number != MediaLayout.Thumbnail).ToList();
        try
        {
            await using var stream = contents.Open(account.Id, [.. parts.Select(p => p.Part)], key);
            if (await Fault(stream, account, id, announced, facts, cancellation) is { } fault)
            {
                await removal.Remove(account.Id, id, new MediaCommand.Delete(null), cancellation);
                return [fault];
            }
        }
        catch (MediaPartMissingException e)
        {
            return [Missing([e.Number])];
        }

        var problems = await Keep(account, id, announced, facts, parts, cancellation);
        if (problems.Count == 0 && key is not null && MediaThumbnails.Serve(facts.ContentType)
            && (await store.Find(account.Id, [id], cancellation)).TryGetValue(id, out var kept))
        {
            using var lasting = MediaBox.KeyOf(box.Open(account.Id, id, kept), account); // another one's, where the content is shared
            thumbnails.Ask(account.Id, id, lasting!);
        }

        return problems;
    }

    /// <summary>What is wrong with a content, which is read to its end.</summary>
    private static async Task<IProblem?> Fault(MediaStream stream, UnlockedAccount account, MediaId id, SealedMedia announced,
        MediaFacts facts, CancellationToken cancellation)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var head = await stream.ReadAtLeastAsync(buffer, (int)Math.Min(buffer.Length, stream.Length), true, cancellation);
            if (announced.IsE2E && !MediaHeader.HasForm(buffer.AsSpan(0, head), account.Id.Value, id.Value, stream.Length))
            {
                return new Refusal(ProblemCode.Invalid,
                    "The file is not sealed as this one: sealed-formats, \"Media\", says how. It was deleted.", "mediaId");
            }

            var beginning = buffer.AsSpan(0, Math.Min(head, ContentTypes.HeadSize));
            if (!announced.IsE2E && !ContentTypes.Agree(facts.ContentType, beginning, out var type))
            {
                return new Refusal(ProblemCode.Invalid, type is null
                    ? "The file is not of the type that was announced. It was deleted."
                    : $"The file is {type}, which is not the type that was announced. It was deleted.", "mediaId");
            }

            for (var length = head; length > 0; length = await stream.ReadAsync(buffer, cancellation))
            {
                hash.AppendData(buffer, 0, length);
            }

            return stream.Length != announced.SizeBytes || !hash.GetCurrentHash().AsSpan().SequenceEqual(facts.Sha256)
                ? new Refusal(ProblemCode.Invalid, "What arrived has another SHA-256 than was announced. It was deleted.", "mediaId")
                : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <summary>Makes it READY, and where the account has the same content already, a second name of that.</summary>
    private async Task<IReadOnlyList<IProblem>> Keep(UnlockedAccount account, MediaId id, SealedMedia announced, MediaFacts facts,
        List<(int Number, MediaPart Part, Bytes Record)> parts, CancellationToken cancellation)
    {
        var token = announced.IsE2E ? default : new Bytes(account.Index.MediaToken(facts.Sha256, announced.SizeBytes));
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var holder = announced.IsE2E ? null : await store.HolderOf(account.Id, token, cancellation);
            var copy = holder is { } other ? await Copy(account, other, id, announced, facts, cancellation) : null;
            if (holder is not null && copy is null)
            {
                continue; // deleted meanwhile
            }

            var receipt = await grains.Media(account.Id, id).Execute(
                new MediaCommand.Complete([.. parts.Select(p => p.Record)], token, copy, null));
            switch (receipt)
            {
                case { RetryAfter: { } retryAfter }:
                    throw new UnavailableException(retryAfter);
                case { Refusal.Reason: RefusalReason.MediaChanged }:
                    if (!parts.Select(p => p.Record).SequenceEqual(
                        (await contents.Parts(account.Id, id, cancellation)).Where(p => p.Number > 0).Select(p => p.Record)))
                    {
                        return [new Refusal(ProblemCode.VersionConflict,
                            "A part was sent again while the file was checked: complete it again.", "mediaId")];
                    }

                    break;
                case { Refusal: not null }:
                    return [MediaDesk.NoSuchMedia];
                default:
                    if (copy is not null)
                    {
                        await contents.Delete(account.Id, parts.Select(p => p.Part), cancellation);
                    }

                    return [];
            }
        }

        throw new UnavailableException(TimeSpan.FromSeconds(1));
    }

    /// <summary>What a file gets that shares another one's content; null where that one is gone.</summary>
    private async Task<MediaCopy?> Copy(UnlockedAccount account, MediaId holder, MediaId id, SealedMedia announced, MediaFacts facts,
        CancellationToken cancellation)
    {
        if (!(await store.Find(account.Id, [holder], cancellation)).TryGetValue(holder, out var record))
        {
            return null;
        }

        var theirs = box.Open(account.Id, holder, record);
        using var key = MediaBox.KeyOf(theirs, account);
        var shown = MediaBox.FactsOf(theirs, account.Id, holder, key);
        var parts = await contents.Parts(account.Id, holder, cancellation);
        return new MediaCopy(holder,
            box.Seal(account.Account, id, announced.SizeBytes,
                facts with { Width = shown.Width, Height = shown.Height, NoThumbnail = shown.NoThumbnail }, key),
            [.. parts.Select(p => new NumberedPart(p.Number, box.Seal(account.Id, id, p.Number, p.Part)))]);
    }

    private static Refusal Missing(IReadOnlyList<int> numbers) => new(ProblemCode.Invalid, string.Create(CultureInfo.InvariantCulture,
        $"{numbers.Count} parts did not arrive, the first of them number {numbers[0]}: begin the same upload again to get links to them."),
        "mediaId");
}
