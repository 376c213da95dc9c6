using Diary.Domain.Media;

namespace Diary.Domain.Tests.Media;

public sealed class MediaDeciderTests
{
    private static readonly MediaId Photo = new(new Guid("0195a1b0-0000-7000-8000-0000000000f1"));
    private static readonly DateTimeOffset Earlier = Now.AddHours(-1);
    private static readonly DateTimeOffset End = Earlier + MediaDecider.ArrivalPeriod;
    private static readonly Bytes Digest = Run(1);
    private static readonly MediaEvent Announced = new MediaEvent.Announced(Photo, Ada, 5_000, Digest, End, Phone, Earlier);
    private static readonly MediaEvent Ready = new MediaEvent.Ready(Phone, Earlier);
    private static readonly MediaEvent Deleted = new MediaEvent.Deleted(Phone, Earlier);
    private static readonly MediaCommand.Announce Announce = new(Photo, Ada, 5_000, Digest, Run(9), 1 << 30, Laptop);
    private static readonly MediaCommand.Complete Complete = new([Run(7)], Run(3), null, Laptop);
    private static readonly MediaCommand.Delete Delete = new(Laptop);
    private static readonly MediaCommand.Expire Expire = new();

    [Fact]
    public void A_file_is_announced_for_a_day() => Given().When(Announce)
        .Then(new MediaEvent.Announced(Photo, Ada, 5_000, Digest, Now + MediaDecider.ArrivalPeriod, Laptop, Now));

    [Fact]
    public void The_same_announcement_again_is_nothing_whether_the_file_arrived_or_not()
    {
        Given(Announced).When(Announce with { Record = Run(8), By = null }).ThenNothing();
        Given(Announced, Ready).When(Announce).ThenNothing();
    }

    [Fact]
    public void Another_announcement_under_its_id_is_refused()
    {
        Given(Announced).When(Announce with { Digest = Run(2) }).ThenRefused(RefusalCode.VersionConflict, RefusalReason.IdInUse);
        Given(Announced, Ready).When(Announce with { Digest = Run(2) }).ThenRefused(RefusalCode.VersionConflict, RefusalReason.IdInUse);
        Given(Announced, Deleted).When(Announce).ThenRefused(RefusalCode.Invalid, RefusalReason.IdPurged);
    }

    [Fact]
    public void What_arrived_is_ready_once() => Given(Announced).When(Complete).Then(new MediaEvent.Ready(Laptop, Now))
        .When(Complete).ThenNothing();

    [Fact]
    public void A_file_can_be_deleted_before_and_after_it_arrived_and_again()
    {
        Given(Announced).When(Delete).Then(new MediaEvent.Deleted(Laptop, Now)).When(Delete).ThenNothing();
        Given(Announced, Ready).When(Delete).Then(new MediaEvent.Deleted(Laptop, Now)).When(Delete).ThenNothing();
    }

    [Fact]
    public void What_did_not_arrive_in_its_time_is_given_up()
    {
        Given(Announced).When(Expire, End.AddTicks(-1)).ThenNothing();
        Given(Announced).When(Expire, End).Then(new MediaEvent.Deleted(null, End)).When(Expire, End).ThenNothing();
        Given(Announced, Ready).When(Expire, End.AddYears(1)).ThenNothing();
        Given(Announced).When(Complete, End).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchMedia);
        Given(Announced).When(Announce, End).ThenRefused(RefusalCode.Invalid, RefusalReason.IdPurged); // as it is once it is swept
        Given(Announced, Ready).When(Announce, End).ThenNothing();
    }

    [Fact]
    public void What_only_a_purged_entry_had_is_let_go() =>
        Given(Announced, Ready).When(new MediaCommand.Discard()).Then(new MediaEvent.Deleted(null, Now))
            .When(new MediaCommand.Discard()).ThenNothing();

    [Fact]
    public void There_is_nothing_to_do_with_what_is_not_there()
    {
        foreach (var command in new MediaCommand[] { Complete, Delete, Expire, new MediaCommand.Discard() })
        {
            Given().When(command).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchMedia);
        }

        Given(Announced, Deleted).When(Complete).ThenRefused(RefusalCode.NotFound, RefusalReason.NoSuchMedia);
    }

    [Fact]
    public void Folding_counts_every_event_and_never_throws()
    {
        Assert.Equal(0, MediaFile.Fold([Ready, Deleted]).Version);
        Assert.Equal(2, MediaFile.Fold([Announced, Announced]).Version);
        Assert.Equal(new MediaFile.Gone(3), MediaFile.Fold([Announced, Deleted, Ready]));
    }

    private static Scenario<MediaFile, MediaCommand, MediaEvent> Given(params MediaEvent[] events) =>
        new(MediaFile.Fold(events), (state, e) => state.Apply(e), MediaDecider.Decide);

    private static Bytes Run(byte value) => new([.. Enumerable.Repeat(value, 32)]);
}
