using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Facebook;
using Diary.Domain.Jobs;
using Diary.Domain.Media;
using Diary.Domain.Sessions;
using Diary.Grains.Accounts;
using Diary.Grains.Facebook;
using Diary.Grains.Jobs;
using Diary.Grains.Sessions;

namespace Diary.Grains.Abstractions.Tests;

/// <summary>At least one of everything that crosses silos, with and without what may be missing.</summary>
internal static class Messages
{
    private static readonly AccountId Ada = new(new Guid("0195a1b0-0000-7000-8000-000000000001"));
    private static readonly EntryId Walk = new(new Guid("0195a1b0-0000-7000-8000-000000000002"));
    private static readonly SessionId Phone = new(new Guid("0195a1b0-0000-7000-8000-000000000003"));
    private static readonly Guid Code = new("0195a1b0-0000-7000-8000-000000000004");
    private static readonly MediaId Photo = new(new Guid("0195a1b0-0000-7000-8000-000000000005"));
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 20, 15, 0, TimeSpan.Zero);

    private static readonly EntryDay Sunday = new(new DateOnly(2026, 3, 1), "Europe/Vienna");
    private static readonly SealedTag Tag = new(Run(16), Run(64));
    private static readonly VocabularyWord Word = new(8104, Run(9), Run(18), Run(61));
    private static readonly ContentIndex Index = new(Run(32), [Tag, Tag], Run(16), Run(27), Run(32), Run(4), [Word, Word]);
    private static readonly ContentIndex Bare = new(Run(32), [], default, default, default);
    private static readonly SealedDraft Draft = new(Run(80), Run(4096), Index);
    private static readonly RecoverySlot Slot = new(Code, Run(120));

    private static readonly MediaCopy Copy = new(Photo, Run(400), [new NumberedPart(1, Run(80)), new NumberedPart(2, Run(80))]);

    private static readonly EntryOrigin Origin = new(Run(16), Run(16), Run(16));

    public static IReadOnlyList<object> All { get; } =
    [
        Ada, Walk, Phone, Run(5), default(Bytes), ValueList.Create<Guid>([Code, Guid.Empty]), default(ValueList<Guid>),
        Sunday, Tag, Word, Index, Bare, Draft, new RevisionFacts(3, Sunday, Index, [Photo]),
        new EntryCommand.Write(Walk, Ada, Sunday, EntrySource.Import, Draft, Phone, [Photo]),
        new EntryCommand.Write(Walk, Ada, Sunday, EntrySource.Diary, Draft with { Index = Bare }, null),
        new EntryCommand.Import(Walk, Ada, Code, EntrySource.Import, 1, [new ImportedVersion(Sunday, Now, Draft, [Photo])], true),
        new EntryCommand.Import(Walk, Ada, Code, EntrySource.Facebook, 201, [], false), new ImportedVersion(Sunday, Now, Draft),
        new EntryCommand.Import(Walk, Ada, Code, EntrySource.Facebook, 1, [new ImportedVersion(Sunday, Now, Draft, [], Origin)], false,
            Run(60)),
        Origin, new EntryCommand.NoteSource(true), new EntryCommand.NoteSource(false),
        new EntryCommand.UndoImport(Code, Phone, [Word]), new EntryCommand.UndoImport(Code, null),
        new EntryCommand.Edit(1, Sunday.Date, Sunday.TimeZone, Draft, Phone, [Photo]),
        new EntryCommand.Edit(1, null, null, null, Phone, []),
        new EntryCommand.Edit(int.MaxValue, null, null, null, null),
        new EntryCommand.Restore(2, 1, Phone, new RevisionFacts(1, Sunday, Index)),
        new EntryCommand.Restore(2, 1, null),
        new EntryCommand.Retag(Run(16), Tag, Phone), new EntryCommand.Retag(Run(16), Tag, null),
        new EntryCommand.Delete(2, Phone), new EntryCommand.Delete(null, null),
        new EntryCommand.Undelete(2, Phone), new EntryCommand.Undelete(null, null),
        new EntryCommand.Purge(2, Phone, Run(90), [Word]), new EntryCommand.Purge(null, null),
        new EntryCommand.PurgeExpired(Run(90), [Word]), new EntryCommand.PurgeExpired(),
        new EntryCommand.Index(3, Sunday.Date, Run(32), Run(27), Run(4), [Word], Phone),
        new EntryCommand.Index(1, Sunday.Date, default, default, default, [], null),
        Photo, new MediaCommand.Announce(Photo, Ada, 5_000_000_000, Run(32), Run(400), 1L << 30, Phone),
        new MediaCommand.Announce(Photo, Ada, 1, default, default, 0, null),
        new MediaCommand.Complete([Run(80), Run(80)], Run(32), Copy, Phone), new MediaCommand.Complete([], default, null, null),
        new MediaCommand.Delete(Phone), new MediaCommand.Delete(null), new MediaCommand.Discard(), new MediaCommand.Expire(),
        Copy, new NumberedPart(0, Run(80)), new NumberedPart(int.MaxValue, default),
        new AccountCommand.SignUp(Ada, Tier.E2E, Run(32), Run(32), 1, [Code], "Europe/Vienna"),
        new AccountCommand.SignUp(Ada, Tier.Uce, default, default, 0, [], ""),
        new AccountCommand.ChangeCredential(3, Phone), new AccountCommand.Recover(3, Code),
        new AccountCommand.ReplaceRecoveryCodes(3, [Code, Code], Phone), new AccountCommand.StartKeyRotation(3, Phone),
        new AccountCommand.ChangeSettings("Europe/Vienna", true, "en", Phone), new AccountCommand.ChangeSettings(null, false, null, Phone),
        new AccountCommand.FinishKeyRotation(2), new AccountCommand.Delete(3, 40, Phone),
        Slot, new SessionSlot(Phone.Value, 2, Run(110), Run(120)), AccountSlots.None,
        new AccountSlots(Run(90), [Slot, Slot], Run(200), Run(60), Run(73), [new SessionSlot(Phone.Value, 2, Run(110), Run(120))], Run(61)),
        new AuditNote(AuditAction.SignedIn, Phone, Run(90)), new AuditNote(AuditAction.Recovered, null, default),
        new OpenSession(Ada, Run(80), Now, Run(90), new AuditNote(AuditAction.SignedIn, Phone, Run(90))),
        new RotateSession(Ada, 7, Run(32), Run(70), Run(80), Now, new AuditNote(AuditAction.RefreshTokenReused, Phone, Run(90))),
        new RotationReceipt(RotationVerdict.Repeat, Run(32), Now, Now.AddDays(30)), new RotationReceipt(RotationVerdict.Unknown),
        new ConnectionCommand.Connect(Run(16), true, false, Now, Phone), new ConnectionCommand.Connect(Run(16), false, true, null, null),
        new ConnectionCommand.Configure(true, 60, Phone), new ConnectionCommand.Prolong(Now, Now.AddDays(60)),
        new ConnectionCommand.NeedReconnect(Now), new ConnectionCommand.RaiseWatermark(Run(16), Now),
        new ConnectionCommand.Disconnect(DisconnectReason.Asked, Phone),
        new ConnectionCommand.Disconnect(DisconnectReason.DeletionAsked, null, Now),
        new PublicationCommand.Queue(Walk, 3, Run(16), Run(16), Phone), new PublicationCommand.Queue(Walk, 1, default, default, null),
        new PublicationCommand.HandOff(Walk, 3, Run(16), Phone), new PublicationCommand.Attempt(), new PublicationCommand.NoteAbsence(),
        new PublicationCommand.NoteRefusal(), new PublicationCommand.NotePublished(), new PublicationCommand.Fail(),
        new PublicationStatus(PublicationState.Uncertain, true, Now, Now, Now),
        new PublicationStatus(PublicationState.None, false, null, null, null), new EntryCommand.NotePublished(Code, Now),
        new FacebookActivity(Now, Now, 20, 1), new FacebookActivity(null, null, 0, 0),
        new JobReport(JobState.Waiting, 200, 430, Place: "1 2 3", ResumeAt: Now),
        new JobReport(JobState.Running, 200, 430, 1), new JobReport(JobState.Failed, 3, null, 1, 2, 0, ["The file is gone."]),
        new JobOrder(Phone), new JobOrder(Phone, Since: Sunday.Date),
        new JobOrder(Phone, Code, ArchiveKind.DayOne, true, ExportFormat.Markdown, false),
        new JobStatus(Code, JobKind.ArchiveImport, JobState.Undone, 4, 4, 1, Now, Now, new JobOrder(Phone, Code), true, 5, 6, ["One."]),
        new JobStatus(Code, JobKind.KeyRotation, JobState.Succeeded, 430, 430, 0, Now, Now.AddMinutes(2)),
        new JobStatus(Code, JobKind.Export, JobState.Queued, 0, null, 0, Now, null),
        new Refusal(RefusalCode.VersionConflict, RefusalReason.StaleVersion),
        new Receipt(4), new Receipt(4, new Refusal(RefusalCode.NotFound, RefusalReason.NoSuchEntry)),
        new Receipt(0, null, TimeSpan.FromSeconds(2)),
    ];

    private static Bytes Run(int length) => new([.. Enumerable.Range(0, length).Select(i => (byte)(i & 0xFF))]);
}
