using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Diary.Archives;
using Diary.Cryptography;
using Diary.Domain.Jobs;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Grains;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Media;
using Diary.Projections.Accounts;

namespace Diary.GraphQL.Archives;

/// <summary>
/// Brings entries of an archive in. Their texts are sealed to the account's public key, since nobody need be signed in; its owner's next
/// session indexes them. An entry's id comes of the job and its place in the archive, so that the same again is the same.
/// </summary>
public sealed class ImportedEntries(IGrainFactory grains, SealedVault vault)
{
    /// <summary>Why nothing came: it was changed here since.</summary>
    internal const string Changed = "was changed while it was imported.";

    /// <summary>Why nothing came: it was purged here since.</summary>
    internal const string Purged = "was imported from this upload before, and purged since.";

    /// <summary>The id of the entry at a place of an archive.</summary>
    internal static EntryId IdOf(Guid job, int position)
    {
        Span<byte> place = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(place, position);
        return new EntryId(DerivedId.Of("diary.v1.import-entry", job, place));
    }

    /// <summary>Brings some versions of an entry in, which follow those that came before; null where they were, else why not.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="entry">Which entry.</param>
    /// <param name="source">What they come of.</param>
    /// <param name="first">The number of the first of them.</param>
    /// <param name="versions">One at least.</param>
    /// <param name="toTrash">Whether they are the last ones of an entry that lay in the trash.</param>
    /// <param name="media">Files that came in, by what the archive knows them by.</param>
    /// <param name="origin">What it is recognised by where it comes again; null where nothing is known of it.</param>
    /// <param name="externalId">The vault's record of its id where it came from; empty where it has none.</param>
    /// <exception cref="UnavailableException">The database is away.</exception>
    internal async Task<string?> Bring(
        ImportTarget into, EntryId entry, EntrySource source, int first, IReadOnlyList<ArchivedVersion> versions, bool toTrash,
        IReadOnlyDictionary<string, MediaId> media, EntryOrigin? origin = null, Bytes externalId = default)
    {
        var drafts = new ImportedVersion[versions.Count];
        for (var i = 0; i < drafts.Length; i++)
        {
            if (Draft(into, entry, first + i, versions[i], media) is not { } draft)
            {
                return "is longer than an entry may be.";
            }

            drafts[i] = draft with { Origin = origin };
        }

        var receipt = await grains.Entry(into.Owner.Id, entry).Execute(new EntryCommand.Import(
            entry, into.Owner.Id, into.Job, source, first, ValueList.From(drafts), toTrash, externalId));
        return receipt switch
        {
            { RetryAfter: { } pause } => throw new UnavailableException(pause),
            { Refusal: null } => null,
            { Refusal.Reason: RefusalReason.TooManyVersions } => string.Create(
                CultureInfo.InvariantCulture, $"has more than {EntryDecider.MaxVersions} versions."),
            { Refusal.Reason: RefusalReason.StaleVersion } => Changed,
            { Refusal.Reason: RefusalReason.IdPurged } => Purged,
            _ => "could not be kept.",
        };
    }

    private ImportedVersion? Draft(
        ImportTarget into, EntryId entry, int number, ArchivedVersion version, IReadOnlyDictionary<string, MediaId> media)
    {
        var text = (ArchivedText)version.Content;
        var tags = text.Tags.Where(t => !AutoTag.IsReserved(t)).Select(t => t.Trim()).ToList();
        var plaintext = new ContentText(text.Title, text.Body, text.Mood,
            text.Location is { } l ? new Location(l.Name, l.Latitude, l.Longitude) : null,
            text.Weather is { } w ? new Weather(w.Condition, w.TemperatureC) : null, tags.Count > 0 ? tags : null).Encode();
        if (plaintext.Length > ContentBox.MaxLength)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            return null;
        }

        var account = into.Owner.Id;
        var parts = PublicContentSealer.SealTo(
            new EnvelopeContext(account.Value, entry.Value, number), into.PublicKey, keyEpoch: 0, plaintext);
        CryptographicOperations.ZeroMemory(plaintext);
        return new ImportedVersion(new EntryDay(version.Date, version.TimeZone ?? into.Owner.TimeZone), version.RecordedAt, new SealedDraft(
            vault.SealCapsule(account, entry, number, parts.Capsule), new Bytes(parts.Body), Index(into, entry, number, text, tags)),
            [.. version.Media.Where(media.ContainsKey).Select(k => media[k]).Distinct().Take(AttachedMedia.Most)]);
    }

    private static ContentIndex Index(ImportTarget into, EntryId entry, int number, ArchivedText text, IReadOnlyList<string> tags)
    {
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"diary.v1.import {entry} {number}"))); // says nothing of the text
        return into.Index is not { } index
            ? new ContentIndex(new Bytes(digest), [], Bytes.Empty, Bytes.Empty, Bytes.Empty,
                into.Owner.Tier == Tier.E2E ? new Bytes(new byte[sizeof(int)]) : Bytes.Empty)
            : new ContentIndex(new Bytes(digest), ContentBox.Tags(index, into.Owner.Id, tags),
                text.Mood is { } mood ? new Bytes(index.MoodToken(mood)) : Bytes.Empty, Bytes.Empty,
                new Bytes(index.Fingerprint(text.Body)));
    }
}

/// <summary>Where an import goes.</summary>
/// <param name="Job">The import.</param>
/// <param name="Owner">Whose diary it is.</param>
/// <param name="PublicKey">What texts are sealed to.</param>
/// <param name="Index">UCE: makes tags and fingerprints; null where nobody lent the keys.</param>
internal sealed record ImportTarget(Guid Job, AccountRow Owner, X25519PublicKey PublicKey, BlindIndex? Index)
{
    public static ImportTarget Of(Guid job, AccountRow owner, BlindIndex? index) => new(job, owner, AuditNotes.KeyOf(owner), index);
}
