using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Facebook;
using Diary.Domain.Media;
using Diary.Projections.Events;
using Diary.Projections.Journal;

namespace Diary.Projections.Tests.Rebuild;

/// <summary>A few diaries in which everything that can happen has happened.</summary>
internal static class Lives
{
    /// <summary>How many events each account has.</summary>
    public const int EventsOfEach = 35;

    private static readonly ContentIndex First = Indexed(Token(0x20), Run(0x30, 27), Tag(0x10), Tag(0x11)) with
    {
        WordCount = Run(1, 4),
        Words = [Word(0x70)],
    };

    private static readonly ContentIndex Second = Indexed(Bytes.Empty, Run(0x50, 18), Tag(0x11, 0x41)) with
    {
        WordCount = Run(2, 4),
        Words = [Word(0x71)],
    };

    // An id is unique within its account only.
    private static readonly EntryId Shared = NewEntry();

    private static readonly MediaId Photo = new(Guid.CreateVersion7()), Film = new(Guid.CreateVersion7());

    public static async Task<IReadOnlyList<AccountId>> Tell(TestDiary diary, int accounts = 2)
    {
        var owners = Enumerable.Range(0, accounts).Select(_ => NewAccount()).ToList();
        await diary.Append([
            .. owners.Select(o => Append(SignedUp(o))), .. owners.Select(Settle), .. owners.SelectMany(Of), .. owners.SelectMany(FilesOf),
        ]);
        await diary.Append(owners.Select(o => new Append(o, StreamKey.IndexOf(Shared), 0,
            [new EntryEvent.Indexed(1, Sunday.Date, Run(4, 32), Run(0x38, 18), Run(3, 4), [Word(0x72)], Phone, Now.AddDays(1))], [])));
        return owners;
    }

    /// <summary>Entries that an archive brought, one of them with a version before and from the trash, the other not indexed yet.</summary>
    public static async Task<IReadOnlyList<EntryId>> TellOfImports(TestDiary diary, AccountId owner, Guid import)
    {
        var (older, plain) = (NewEntry(), NewEntry());
        await diary.Append([
            Append(owner, older, 0, Imported(older, First), Imported(older, Second), new EntryEvent.Deleted(Now.AddDays(30), null, Now)),
            Append(owner, plain, 0, Imported(plain, Second with { WordCount = default, Terms = default, Words = [] })),
        ]);
        return [older, plain];

        EntryEvent Imported(EntryId entry, ContentIndex index) => new EntryEvent.Imported(
            entry, owner, import, Saturday, EntrySource.Import, Run(7, 168), index, Now, Now.AddYears(-3));
    }

    /// <summary>A connection to Facebook, a post of there that changed and is gone, and one that a download brought.</summary>
    public static Task TellOfFacebook(TestDiary diary, AccountId owner) => diary.Append(FacebookOf(owner));

    private static IEnumerable<Append> FacebookOf(AccountId owner)
    {
        var (post, other) = (NewEntry(), NewEntry());
        EntryEvent Imported(EntryId entry, EntryOrigin origin) => new EntryEvent.Imported(
            entry, owner, owner.Value, Saturday, EntrySource.Facebook, Run(7, 168), First, Now, Now.AddYears(-3), default, origin);
        yield return Append(owner, post, 0, Imported(post, new EntryOrigin(Run(0x21, 16), Run(0x31, 16), Run(0x41, 16))),
            Imported(post, new EntryOrigin(Run(0x21, 16), Run(0x31, 16), Run(0x42, 16))));
        yield return Append(owner, other, 0, Imported(other, new EntryOrigin(Run(0x22, 16), Bytes.Empty, Bytes.Empty)));
        yield return new Append(owner, StreamKey.IndexOf(post), 0,
            [new EntryEvent.SourceSeen(false, Now), new EntryEvent.SourceSeen(true, Now), new EntryEvent.SourceSeen(false, Now)], []);
        yield return Append(owner, other, 1, new EntryEvent.Published(Guid.CreateVersion7(), Now.AddYears(1)));
        var queued = new PublicationEvent.Queued(other, 1, Run(0x61, 16), Run(0x71, 16), Phone, Now);
        foreach (var then in new PublicationEvent[][]
        {
            [], [new PublicationEvent.Attempted(Now), new PublicationEvent.LookedUp(Now), new PublicationEvent.Refused(Now)],
            [new PublicationEvent.Attempted(Now)], [new PublicationEvent.Published(Now), queued], [new PublicationEvent.Failed(Now)],
            [new PublicationEvent.HandedOff(Now)],
        })
        {
            yield return new Append(owner, StreamKey.OfPublication(Guid.CreateVersion7()), 0, [queued, .. then], []);
        }

        yield return new Append(owner, StreamKey.OfFacebook(owner), 0,
        [
            new ConnectionEvent.Connected(Run(0x51, 16), true, false, Now.AddDays(60), Phone, Now),
            new ConnectionEvent.Configured(true, 240, Phone, Now), new ConnectionEvent.WatermarkRaised(Now, Now),
            new ConnectionEvent.ReconnectNeeded(Now), new ConnectionEvent.Connected(Run(0x52, 16), true, true, null, Phone, Now),
            new ConnectionEvent.Prolonged(Now.AddDays(60), Now),
        ], []);
    }

    private static IEnumerable<Append> FilesOf(AccountId owner)
    {
        MediaId[] files = [.. Enumerable.Range(0, 4).Select(_ => new MediaId(Guid.CreateVersion7()))];
        yield return File(0);
        yield return File(1, new MediaEvent.Ready(Phone, Now));
        yield return File(2, new MediaEvent.Deleted(null, Now.AddDays(1)));
        yield return File(3, new MediaEvent.Ready(Phone, Now), new MediaEvent.Deleted(Phone, Now.AddDays(1)));

        Append File(int number, params MediaEvent[] then) => new(owner, StreamKey.Of(files[number]), 0,
            [new MediaEvent.Announced(files[number], owner, 1 << 20, Run(1, 32), Now.AddDays(1), Phone, Now), .. then], []);
    }

    private static Append Settle(AccountId owner) => new(owner, StreamKey.Of(owner), 1,
        [new AccountEvent.SettingsChanged("America/Lima", "en", Phone, Now), new AccountEvent.SettingsChanged("UTC", "de", Phone, Now)],
        []);

    private static IEnumerable<Append> Of(AccountId owner)
    {
        var (kept, binned, shown, purged) = (NewEntry(), NewEntry(), NewEntry(), NewEntry());
        return
        [
            Append(owner, Shared, 0, Written(owner, Shared)),
            Append(owner, kept, 0, Written(owner, kept, index: First), Edited(Saturday, Second),
                new EntryEvent.Redated(Sunday, Phone, Now.AddMinutes(2))),
            Append(owner, kept, 3, new EntryEvent.Restored(1, 1, Sunday, First, Phone, Now.AddMinutes(3)), Edited(index: Second)),
            Append(owner, binned, 0, Written(owner, binned, index: First, source: EntrySource.Facebook)),
            Append(owner, binned, 1, Bin(1), new EntryEvent.Undeleted(Phone, Now.AddMinutes(2)),
                new EntryEvent.Tagged([Tag(0x13)], Phone, Now.AddMinutes(2)),
                new EntryEvent.Restored(1, 1, Sunday, First, Phone, Now.AddMinutes(2)),
                new EntryEvent.Restored(4, 1, Sunday, First with { Tags = [Tag(0x13)] }, Phone, Now.AddMinutes(2)), Bin(3),
                new EntryEvent.Tagged([Tag(0x14)], Phone, Now.AddMinutes(4))),
            Append(owner, shown, 0, Written(owner, shown, index: First) with { Media = [Photo] },
                Edited(index: Second) with { Media = [Photo] },
                new EntryEvent.MediaAttached([Film, Photo], Saturday, Phone, Now.AddMinutes(2)),
                new EntryEvent.MediaDetached([Film], Sunday, Phone, Now.AddMinutes(3)),
                new EntryEvent.Restored(1, 1, Sunday, First, Phone, Now.AddMinutes(4), [Photo]),
                Edited(index: Second) with { Media = [Photo] }),
            Append(owner, purged, 0, Written(owner, purged, index: First) with { Media = [Film] }, Bin(1)),
            Append(owner, purged, 2, new EntryEvent.Purged(null, Now.AddDays(31), 1, [Word(0x70)])),
        ];
    }

    private static EntryEvent.Deleted Bin(int minute) => new(Now.AddDays(30), Phone, Now.AddMinutes(minute));
}
