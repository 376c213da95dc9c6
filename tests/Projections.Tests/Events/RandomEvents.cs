using CsCheck;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Facebook;
using Diary.Domain.Media;

namespace Diary.Projections.Tests.Events;

/// <summary>
/// Events of every kind with anything in them that their types allow and the encoding keeps: times are whole milliseconds in UTC.
/// </summary>
internal static class RandomEvents
{
    private static readonly Gen<DateTimeOffset> Times =
        Gen.Long[DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()]
            .Select(DateTimeOffset.FromUnixTimeMilliseconds);

    private static readonly Gen<SessionId?> Sessions =
        Gen.Bool.SelectMany(some => some ? Gen.Guid.Select(g => (SessionId?)new SessionId(g)) : Gen.Const((SessionId?)null));

    private static readonly Gen<EntryDay> Days = Gen.Select(Gen.Int[0, DateOnly.MaxValue.DayNumber], Gen.String, (day, zone) =>
        new EntryDay(DateOnly.FromDayNumber(day), Encodable(zone)));

    private static readonly Gen<Bytes> Runs = Gen.Byte.Array[0, 40].Select(b => new Bytes(b));

    private static readonly Gen<ValueList<VocabularyWord>> Words =
        Gen.Select(Gen.Int, Runs, Runs, Runs, (quarter, token, terms, word) => new VocabularyWord(quarter, token, terms, word))
            .Array[0, 5].Select(ValueList.From<VocabularyWord>);

    private static readonly Gen<ContentIndex> Indexes = Gen.Select(
        Runs, Gen.Select(Runs, Runs, (token, name) => new SealedTag(token, name)).Array[0, 5], Runs, Runs, Runs, Runs, Words,
        (digest, tags, mood, terms, fingerprint, count, words) =>
            new ContentIndex(digest, ValueList.From(tags), mood, terms, fingerprint, count, words));

    private static readonly Gen<ValueList<MediaId>> Files =
        Gen.Guid.Select(g => new MediaId(g)).Array[0, 4].Select(ValueList.From<MediaId>);

    private static readonly Gen<Func<SessionId?, DateTimeOffset, object>> Kinds = Gen.OneOf<Func<SessionId?, DateTimeOffset, object>>(
        Gen.Select(Gen.Guid, Gen.Guid, Days, Gen.Int, Runs, Indexes, Files, (entry, owner, day, source, body, index, media) =>
            Kind((by, at) =>
                new EntryEvent.Written(new EntryId(entry), new AccountId(owner), day, (EntrySource)source, body, index, by, at, media))),
        Gen.Select(Gen.Guid, Gen.Guid, Days, Gen.Int, Runs, Indexes, Times, (entry, import, day, source, body, index, came) =>
            Kind((_, at) => new EntryEvent.Imported(
                new EntryId(entry), new AccountId(import), import, day, (EntrySource)source, body, index, came, at, default,
                body.IsEmpty ? null : new EntryOrigin(body, index.Mood, index.Digest)))),
        Gen.Guid.Select(id => Kind((_, at) => new EntryEvent.Published(id, at))),
        Gen.Select(Gen.Guid, Gen.Int, Runs, Runs, Gen.Int[0, 6], (entry, number, text, rest, which) => Kind((by, at) => which switch
        {
            0 => new PublicationEvent.Queued(new EntryId(entry), number, text, rest, by, at),
            1 => new PublicationEvent.Attempted(at),
            2 => new PublicationEvent.LookedUp(at),
            3 => new PublicationEvent.Refused(at),
            4 => new PublicationEvent.Published(at),
            5 => new PublicationEvent.Failed(at),
            _ => new PublicationEvent.HandedOff(at),
        })),
        Gen.Bool.Select(isThere => Kind((_, at) => new EntryEvent.SourceSeen(isThere, at))),
        Gen.Select(Runs, Gen.Bool, Gen.Int, Times, Gen.Int[0, 6], (user, flag, number, time, which) => Kind((by, at) => which switch
        {
            0 => new ConnectionEvent.Connected(user, flag, !flag, flag ? time : null, by, at),
            1 => new ConnectionEvent.Configured(flag, number, by, at),
            2 => new ConnectionEvent.Prolonged(flag ? time : null, at),
            3 => new ConnectionEvent.ReconnectNeeded(at),
            4 => new ConnectionEvent.WatermarkRaised(time, at),
            _ => new ConnectionEvent.Disconnected((DisconnectReason)number, by, at),
        })),
        Gen.Select(Days, Runs, Indexes, Files, (day, body, index, media) =>
            Kind((by, at) => new EntryEvent.Edited(day, body, index, by, at, media))),
        Gen.Select(Days, Files, (day, media) => Kind((by, at) => new EntryEvent.MediaAttached(media, day, by, at))),
        Gen.Select(Days, Files, (day, media) => Kind((by, at) => new EntryEvent.MediaDetached(media, day, by, at))),
        Days.Select(day => Kind((by, at) => new EntryEvent.Redated(day, by, at))),
        Gen.Select(Gen.Int, Gen.Int, Days, Indexes, Files, (revision, sealedAt, day, index, media) =>
            Kind((by, at) => new EntryEvent.Restored(revision, sealedAt, day, index, by, at, media))),
        Indexes.Select(index => Kind((by, at) => new EntryEvent.Tagged(index.Tags, by, at))),
        Times.Select(purge => Kind((by, at) => new EntryEvent.Deleted(purge, by, at))),
        Gen.Const(Kind((by, at) => new EntryEvent.Undeleted(by, at))),
        Gen.Select(Gen.Int, Words, (keys, words) => Kind((by, at) => new EntryEvent.Purged(by, at, keys, words))),
        Gen.Select(Gen.Int, Days, Runs, Runs, Runs, Words, (sealedAt, day, fingerprint, terms, count, words) =>
            Kind((by, at) => new EntryEvent.Indexed(sealedAt, day.Date, fingerprint, terms, count, words, by, at))),
        Gen.Select(Gen.Guid, Gen.Int, Runs, Runs, Gen.Int, Gen.Guid.Array[0, 10], Gen.String, (id, tier, email, key, epoch, codes, zone) =>
            Kind((_, at) =>
                new AccountEvent.SignedUp(new AccountId(id), (Tier)tier, email, key, epoch, ValueList.From(codes), Encodable(zone), at))),
        Gen.Select(Gen.Guid, Gen.Guid, Gen.Long, Runs, Times, (media, owner, size, digest, end) =>
            Kind((by, at) => new MediaEvent.Announced(new MediaId(media), new AccountId(owner), size, digest, end, by, at))),
        Gen.Const(Kind((by, at) => new MediaEvent.Ready(by, at))),
        Gen.Const(Kind((by, at) => new MediaEvent.Deleted(by, at))),
        Gen.Select(Gen.Guid, Gen.Int, Gen.Guid.Array[0, 10], Gen.Int[0, 7], (id, number, codes, which) => Kind((_, at) => which switch
        {
            0 => new AccountEvent.CredentialChanged(new SessionId(id), at),
            1 => new AccountEvent.Recovered(id, at),
            2 => new AccountEvent.RecoveryCodesReplaced(ValueList.From(codes), new SessionId(id), at),
            3 => new AccountEvent.KeyRotationStarted(number, new SessionId(id), at),
            4 => new AccountEvent.KeyRotationFinished(number, at),
            5 => new AccountEvent.SettingsChanged("Europe/Vienna", "en", new SessionId(id), at),
            6 => new AccountEvent.SettingsChanged("", null, new SessionId(id), at),
            _ => new AccountEvent.Deleted(number, new SessionId(id), at),
        })));

    public static readonly Gen<object> Any = Gen.Select(Kinds, Sessions, Times, (kind, by, at) => kind(by, at));

    private static Func<SessionId?, DateTimeOffset, object> Kind(Func<SessionId?, DateTimeOffset, object> kind) => kind;

    /// <summary>Half of a surrogate pair is no text, and no zone is named by one.</summary>
    private static string Encodable(string text) => string.Concat(text.Where(c => !char.IsSurrogate(c)));
}
