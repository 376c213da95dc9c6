using System.Security.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Media;
using Diary.Grains;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using Diary.Projections.Media;
using Diary.Projections.Vault;
using RowState = Diary.Projections.Media.MediaState;

namespace Diary.GraphQL.Media;

/// <summary>Announces and deletes files: checks the shape of what is asked, seals what is known of them, and words the refusals.</summary>
public sealed class MediaDesk(IGrainFactory grains, MediaReader media, StorageStore store, MediaBox box, MediaLinks links,
    MediaContents contents, DirectParts direct, MediaRemoval removal, GraphQLOptions options)
{
    private const int RepeatVersion = 1; // a file has one version, which is announced once

    /// <summary>Announces a file, or tells of one that was announced so what is still to be sent.</summary>
    public async Task<UploadPayload> Begin(DiarySession caller, BeginUploadInput input, CancellationToken cancellation)
    {
        var (uuid, problems) = MediaChecks.Check(caller.Keys.Tier, input);
        if (problems.Count > 0)
        {
            return new UploadPayload(null, null, problems);
        }

        var id = new MediaId(uuid);
        var facts = new MediaFacts(input.ContentType, input.FileName, input.EncryptedMetadata, input.Sha256);
        using var key = caller.Keys.Tier == Tier.Uce ? MediaKey.Generate() : null;
        var receipt = await grains.Media(caller.Account, id).Execute(new MediaCommand.Announce(id, caller.Account, input.SizeBytes,
            Digest(caller.Keys, id, input.SizeBytes, facts), box.Seal(caller.Keys.Account, id, input.SizeBytes, facts, key),
            options.StorageBytes, caller.Id));
        return receipt.RetryAfter is { } retryAfter ? throw new UnavailableException(retryAfter)
            : receipt.Refusal is { } refusal ? new UploadPayload(null, null, [await Word(caller, refusal.Reason, cancellation)])
            : new UploadPayload(id, await Missing(caller, id, input, cancellation), []);
    }

    /// <summary>Deletes a file, whoever has it attached; one that is deleted already stays so.</summary>
    public async Task<MediaPayload> Delete(DiarySession caller, string mediaId, CancellationToken cancellation)
    {
        if (!GlobalId.TryParse(mediaId, out var id))
        {
            return new MediaPayload(null, [NoSuchMedia]);
        }

        var receipt = await removal.Remove(caller.Account, new MediaId(id), new MediaCommand.Delete(caller.Id), cancellation);
        return receipt.RetryAfter is { } retryAfter ? throw new UnavailableException(retryAfter)
            : receipt.Refusal is not null ? new MediaPayload(null, [NoSuchMedia])
            : new MediaPayload(new MediaId(id), []);
    }

    /// <summary>The account's room.</summary>
    public async Task<StorageUsage> Storage(AccountId account, CancellationToken cancellation) =>
        new(await store.Used(account, cancellation), options.StorageBytes);

    internal static Problems.Refusal NoSuchMedia =>
        new(ProblemCode.NotFound, "There is no such file: it was never announced, or is deleted, or did not arrive in time.", "mediaId");

    /// <summary>By what a repeated announcement is known.</summary>
    private static Bytes Digest(UnlockedAccount account, MediaId id, long sizeBytes, MediaFacts facts)
    {
        var json = PlainJson.Encode(facts, MediaFactsJson.Default.MediaFacts);
        byte[] announced = [.. BitConverter.GetBytes(sizeBytes), .. json];
        var digest = account.Tier == Tier.Uce ? account.Index.RepeatDigest(id.Value, RepeatVersion, announced)
            : SHA256.HashData(announced);
        CryptographicOperations.ZeroMemory(json);
        CryptographicOperations.ZeroMemory(announced);
        return new Bytes(digest);
    }

    /// <summary>What of a file is still to be sent; nothing where it is whole.</summary>
    private async Task<IReadOnlyList<UploadPart>> Missing(
        DiarySession caller, MediaId id, BeginUploadInput input, CancellationToken cancellation)
    {
        var row = (await media.Find(caller.Account, [id], cancellation)).Single();
        if (row.State is not RowState.Pending
            || !(await store.Find(caller.Account, [id], cancellation)).TryGetValue(id, out var record))
        {
            return [];
        }

        var found = box.Open(caller.Account, id, record);
        using var key = MediaBox.KeyOf(found, caller.Keys);
        var missing = new List<UploadPart>();
        foreach (var number in await contents.Missing(caller.Account, id, found, cancellation))
        {
            var size = MediaLayout.SizeOf(found.SizeBytes, number);
            var link = (found.IsE2E ? direct.ToSend(caller.Account, id, number, size, HashOf(input, number)) : null)
                ?? await links.ToSend(caller.Account, id, number, key, cancellation);
            missing.Add(new UploadPart(number, MediaLayout.OffsetOf(number), size, link));
        }

        return missing;
    }

    private static byte[]? HashOf(BeginUploadInput input, int number) =>
        input.PartSha256?[number - 1] ?? (MediaLayout.CountOf(input.SizeBytes) == 1 ? input.Sha256 : null);

    private async Task<IProblem> Word(DiarySession caller, RefusalReason reason, CancellationToken cancellation) => reason switch
    {
        RefusalReason.StorageIsFull => new QuotaExceeded(
            "The file does not fit into what the account may hold: delete others first.", "input.sizeBytes",
            await store.Used(caller.Account, cancellation), options.StorageBytes),
        RefusalReason.TooManyUploads => new Problems.Refusal(ProblemCode.LimitReached,
            $"There are {StorageStore.MostToArrive} uploads under way already: complete them, or delete them.", "input.id"),
        RefusalReason.IdInUse => new Problems.Refusal(
            ProblemCode.VersionConflict, "The id is that of another file.", "input.id"),
        RefusalReason.IdPurged => new Problems.Refusal(
            ProblemCode.Invalid, "The id was that of a file that is deleted, or did not arrive in time: make another.", "input.id"),
        _ => new Problems.Refusal(ProblemCode.NotFound, "There is no such account.", null),
    };
}

/// <summary>What an account's files take, and may.</summary>
/// <param name="UsedBytes">Each content once, as its owner sent it; those that are still to arrive are counted in.</param>
/// <param name="LimitBytes">The most.</param>
public sealed record StorageUsage(long UsedBytes, long LimitBytes);
