using CsCheck;
using Diary.Domain.Entries;

namespace Diary.Domain.Tests.Entries;

public enum MoveKind
{
    Write,
    Edit,
    Restore,
    Retag,
    Delete,
    Undelete,
    Purge,
    PurgeExpired,
}

/// <summary>Something that somebody might try next, said without knowing the state that it meets.</summary>
/// <param name="Kind">What command.</param>
/// <param name="Lag">How many versions behind the current one it was decided on; negative is ahead, null is no version at all.</param>
/// <param name="Revision">Which version to restore, wrapped round what there is and a little beyond.</param>
/// <param name="Day">The day to write under.</param>
/// <param name="Date">The date to edit to.</param>
/// <param name="TimeZone">The zone to edit to.</param>
/// <param name="Content">The content to write or edit to.</param>
/// <param name="Media">The media to write with or edit to.</param>
/// <param name="Pause">How long after the move before.</param>
internal sealed record EntryMove(
    MoveKind Kind, int? Lag, int Revision, EntryDay Day, DateOnly? Date, string? TimeZone, SealedDraft? Content,
    ValueList<MediaId>? Media, TimeSpan Pause)
{
    private static readonly Gen<EntryDay> Days = Gen.OneOf(Sunday, Saturday, SundayInLima);

    /// <summary>Purges are rare, or every history would be short.</summary>
    private static readonly Gen<MoveKind> Kinds = Gen.Frequency(
        (3, MoveKind.Write), (8, MoveKind.Edit), (5, MoveKind.Restore), (4, MoveKind.Retag),
        (3, MoveKind.Delete), (4, MoveKind.Undelete), (1, MoveKind.Purge),
        (2, MoveKind.PurgeExpired));

    private static readonly Gen<int?> Lags = Gen.Frequency<int?>((6, 0), (2, null), (1, 1), (1, 2), (1, 3), (1, -1));

    private static readonly Gen<SealedDraft> Drafts = Gen.Select(
        Gen.OneOf("Walked to the river.", "Stayed at home.", "Rain."), Gen.Byte[1, 3], Sealed);

    private static readonly Gen<ValueList<MediaId>?> Files = Gen.Frequency(
        (2, Gen.Const((ValueList<MediaId>?)null)), (1, Gen.Const((ValueList<MediaId>?)default(ValueList<MediaId>))),
        (2, Gen.Int[1, 5].ArrayUnique[1, 3].Select(ids => (ValueList<MediaId>?)ValueList.From(ids.Select(MediaOf)))));

    private static readonly Gen<(DateOnly? Date, string? Zone, SealedDraft? Content)> Changes = Gen.Select(
        Days, Gen.Bool, Gen.Bool, Drafts, Gen.Bool,
        (day, date, zone, draft, content) => (date ? day.Date : (DateOnly?)null, zone ? day.TimeZone : null, content ? draft : null));

    public static readonly Gen<EntryMove> Any = Gen.Select(
        Kinds, Lags, Gen.Int[0, 60], Days, Changes, Files, Gen.Int[0, 12],
        (kind, lag, revision, day, change, media, pause) =>
            new EntryMove(kind, lag, revision, day, change.Date, change.Zone, change.Content, media, TimeSpan.FromDays(pause)));

    /// <summary>Lives of up to forty moves that begin with a write, so that most of them get somewhere.</summary>
    public static readonly Gen<EntryMove[]> Lives = Gen.Select(
        Any, Any.Array[0, 40], (first, rest) => (EntryMove[])[first with { Kind = MoveKind.Write }, .. rest]);

    private static MediaId MediaOf(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0xf0]));
}
