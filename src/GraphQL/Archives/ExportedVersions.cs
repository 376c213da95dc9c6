using Diary.Archives;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Keys;
using Diary.Projections.Entries;

namespace Diary.GraphQL.Archives;

/// <summary>Reads how entries stood, as an archive has it.</summary>
public sealed class ExportedVersions(HistoryReader history, ContentReader contents, TagReader tags, ContentBox box)
{
    private const int PageSize = 20; // each may have a megabyte

    /// <summary>How entries stand now; those that were purged meanwhile are left out.</summary>
    internal async Task<IReadOnlyDictionary<EntryId, ArchivedVersion>> Current(
        UnlockedAccount account, IReadOnlyList<EntryRow> entries, CancellationToken cancellation)
    {
        var found = await contents.Find(account.Id, [.. entries.Select(e => (e.Id, e.SealedAt))], cancellation);
        var carried = await tags.Of(account.Id, [.. entries.Select(e => e.Id)], cancellation);
        return entries.Where(e => found.ContainsKey((e.Id, e.SealedAt))).ToDictionary(e => e.Id, e => Version(
            account, (e.Id, e.SealedAt), found[(e.Id, e.SealedAt)],
            new Place(e.Version, "WRITTEN", e.UpdatedAt, e.EntryDate, e.TimeZone, e.Media),
            ValueList.From(carried[e.Id].Select(t => new SealedTag(t.Token, t.SealedName)))));
    }

    /// <summary>The next versions of an entry behind one, oldest first; empty at the end.</summary>
    internal async Task<(IReadOnlyList<ArchivedVersion> Versions, int? Last)> Next(
        UnlockedAccount account, EntryId entry, int after, CancellationToken cancellation)
    {
        var rows = await history.Versions(account.Id, entry, after, PageSize, cancellation);
        if (rows.Count == 0)
        {
            return ([], null);
        }

        var found = await contents.Find(account.Id, [.. rows.Select(r => (r.Entry, r.SealedAt)).Distinct()], cancellation);
        var tagged = rows.Where(r => r.TaggedAt is not null).Select(r => (r.Entry, r.TaggedAt!.Value)).Distinct().ToList();
        var given = tagged.Count == 0 ? null : await tags.GivenAt(account.Id, tagged, cancellation);
        return ([.. rows.Where(r => found.ContainsKey((r.Entry, r.SealedAt))).Select(r => Version(
            account, (r.Entry, r.SealedAt), found[(r.Entry, r.SealedAt)],
            new Place(r.Version, NameOf(r.Kind), r.RecordedAt, r.EntryDate, r.TimeZone, r.Media),
            r.TaggedAt is { } at && given!.TryGetValue((r.Entry, at), out var others) ? others
                : found[(r.Entry, r.SealedAt)].Tags))],
            rows.Count < PageSize ? null : rows[^1].Version);
    }

    /// <exception cref="KeysOutdatedException">It is wrapped under a master key that came after the open one.</exception>
    private ArchivedVersion Version(
        UnlockedAccount account, (EntryId Entry, int SealedAt) key, ContentRow row, Place place, ValueList<SealedTag> carried)
    {
        var users = carried.Where(t => AutoTag.Find(t.Token) is null);
        if (account.Tier == Tier.E2E)
        {
            var content = (SealedContent)box.Show(account, key.Entry, key.SealedAt, row);
            return new ArchivedVersion(place.Number, place.Kind, place.At, place.Day, place.Zone, new ArchivedEnvelope(
                content.Envelope, key.SealedAt,
                [.. users.Select(t => new ArchivedSealedTag(t.Token.Span.ToArray(), t.SealedName.Span.ToArray()))]), place.Media);
        }

        if (!box.TryOpen(account, key.Entry, key.SealedAt, row, out var text))
        {
            throw box.EpochOf(account.Id, key.Entry, key.SealedAt, row) > account.Epoch ? new KeysOutdatedException()
                : new System.Security.Cryptography.CryptographicException("A content does not open.");
        }

        return new ArchivedVersion(place.Number, place.Kind, place.At, place.Day, place.Zone, new ArchivedText(
            text.Title, text.Body, text.Mood,
            text.Location is { } l ? new ArchivedLocation(l.Name, l.Latitude, l.Longitude) : null,
            text.Weather is { } w ? new ArchivedWeather(w.Condition, w.TemperatureC) : null,
            [.. users.Select(t => ContentBox.Tag(account, t.Token, t.SealedName).Name!)]), place.Media);
    }

    private static string NameOf(EntryEventKind kind) => kind switch
    {
        EntryEventKind.MediaAttached => "MEDIA_ATTACHED",
        EntryEventKind.MediaDetached => "MEDIA_DETACHED",
        _ => kind.ToString().ToUpperInvariant(),
    };

    private readonly record struct Place(
        int Number, string Kind, DateTimeOffset At, DateOnly Day, string Zone, ValueList<MediaId> Files)
    {
        public IReadOnlyList<string> Media => [.. Files.Select(m => m.Value.ToString("D"))];
    }
}

/// <summary>Something was sealed since the account was opened, under a master key that is not open.</summary>
internal sealed class KeysOutdatedException : Exception;
