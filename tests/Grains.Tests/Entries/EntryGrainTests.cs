using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.TestKit;

namespace Diary.Grains.Tests.Entries;

public sealed class EntryGrainTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly AccountId _account = Samples.Account();
    private readonly EntryId _id = Samples.Entry();
    private DiaryCluster? _cluster;

    private DiaryCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started");

    private Grains.Entries.IEntryGrain Grain => Cluster.Grains.Entry(_account, _id);

    [Fact]
    public async Task Each_command_makes_a_version_and_the_stream_holds_them()
    {
        Assert.Equal(new Receipt(1), await Grain.Execute(Samples.Write(_account, _id, "one")));
        Assert.Equal(new Receipt(2), await Grain.Execute(Samples.Edit(1, "two")));
        Assert.Equal(new Receipt(3), await Grain.Execute(new EntryCommand.Restore(2, 1, null)));
        Assert.Equal(new Receipt(4), await Grain.Execute(new EntryCommand.Delete(3, null)));
        Assert.Equal(new Receipt(5), await Grain.Execute(new EntryCommand.Undelete(4, null)));
        Assert.Equal(new Receipt(6), await Grain.Execute(new EntryCommand.Purge(5, null)));
        Assert.Equal(
            [typeof(EntryEvent.Written), typeof(EntryEvent.Edited), typeof(EntryEvent.Restored), typeof(EntryEvent.Deleted),
                typeof(EntryEvent.Undeleted), typeof(EntryEvent.Purged)],
            (await Stream()).Select(e => e.GetType()));
    }

    [Fact]
    public async Task A_restored_version_points_to_the_body_of_the_version_it_was_sealed_at()
    {
        await Grain.Execute(Samples.Write(_account, _id, "one"));
        await Grain.Execute(Samples.Edit(1, "two"));
        await Grain.Execute(new EntryCommand.Restore(2, 1, null));
        Assert.Equal(new Receipt(4), await Grain.Execute(new EntryCommand.Restore(3, 3, null)));
        Assert.Equal([(1, 1), (3, 1)], (await Stream()).OfType<EntryEvent.Restored>().Select(e => (e.Revision, e.SealedAt)));
        Assert.Equal(new Receipt(4, new Refusal(RefusalCode.Invalid, RefusalReason.NoSuchRevision)),
            await Grain.Execute(new EntryCommand.Restore(4, 9, null)));
    }

    [Theory]
    [InlineData("one", null)]
    [InlineData("another", RefusalReason.IdInUse)]
    public async Task A_first_write_that_meets_a_stream_after_all_reads_it_and_decides_again(string text, RefusalReason? reason)
    {
        await Grain.Execute(Samples.Write(_account, _id, "one"));
        await Cluster.Silos.DeactivateAsync(Grain);
        var receipt = await Grain.Execute(Samples.Write(_account, _id, text));
        Assert.Equal((1, reason), (receipt.Version, receipt.Refusal?.Reason));
        Assert.Single(await Stream());
    }

    [Fact]
    public async Task A_first_write_on_a_purged_entry_is_refused()
    {
        await Grain.Execute(Samples.Write(_account, _id, "one"));
        await Grain.Execute(new EntryCommand.Purge(null, null));
        await Cluster.Silos.DeactivateAsync(Grain);
        Assert.Equal(new Receipt(2, new Refusal(RefusalCode.Invalid, RefusalReason.IdPurged)),
            await Grain.Execute(Samples.Write(_account, _id, "one")));
    }

    [Fact]
    public async Task A_grain_whose_stream_another_activation_wrote_to_reads_it_and_decides_again()
    {
        await Grain.Execute(Samples.Write(_account, _id, "one"));
        await AppendElsewhere(1, "two");
        Assert.Equal(new Receipt(3), await Grain.Execute(new EntryCommand.Delete(null, null)));
        Assert.Equal(
            [typeof(EntryEvent.Written), typeof(EntryEvent.Edited), typeof(EntryEvent.Deleted)], (await Stream()).Select(e => e.GetType()));
    }

    [Fact]
    public async Task A_version_that_another_activation_made_is_a_conflict_and_not_overwritten()
    {
        await Grain.Execute(Samples.Write(_account, _id, "one"));
        await AppendElsewhere(1, "two");
        Assert.Equal(new Receipt(2, new Refusal(RefusalCode.VersionConflict, RefusalReason.StaleVersion)),
            await Grain.Execute(Samples.Edit(1, "three")));
        Assert.Equal(new Receipt(3), await Grain.Execute(Samples.Edit(2, "three")));
    }

    [Fact]
    public async Task A_client_that_knows_a_later_version_than_the_grain_is_believed()
    {
        await Grain.Execute(Samples.Write(_account, _id, "one"));
        await AppendElsewhere(1, "two");
        Assert.Equal(new Receipt(3), await Grain.Execute(Samples.Edit(2, "three")));
    }

    [Fact]
    public async Task While_the_database_is_away_callers_are_told_to_come_back_and_then_it_goes_on()
    {
        await Grain.Execute(Samples.Write(_account, _id, "one"));
        Cluster.Database.Cut();
        var refused = await Grain.Execute(Samples.Edit(1, "two"));
        Assert.Equal(new Receipt(0, RetryAfter: TimeSpan.FromSeconds(1)), refused);
        Assert.Equal(refused, await Grain.Execute(Samples.Edit(1, "two"))); // now its state is forgotten, and reading fails too
        Assert.Equal(refused, await Cluster.Grains.Entry(_account, Samples.Entry()).Execute(Samples.Edit(1, "two")));
        Cluster.Database.Mend();
        Cluster.Clock.Move(TimeSpan.FromSeconds(2));
        Assert.Equal(new Receipt(2), await Grain.Execute(Samples.Edit(1, "two")));
        Assert.Equal(2, (await Stream()).Count);
    }

    [Fact]
    public async Task What_is_found_in_a_text_stands_beside_the_entry_whose_version_stays()
    {
        await Grain.Execute(Samples.Write(_account, _id, "one"));
        Assert.Equal(new Receipt(1), await Grain.Execute(Index(1, 0x10)));
        Assert.Equal(new Receipt(1), await Grain.Execute(Index(1, 0x20)));
        Assert.Equal(new Receipt(1), await Grain.Execute(Index(2, 0x30)));
        Assert.Equal(new Receipt(2), await Grain.Execute(Samples.Edit(1, "two")));
        Assert.Equal(2, (await Stream()).Count);
        var indexed = await Cluster.Service<EventReader>().Read<EntryEvent>(
            _account, StreamKey.IndexOf(_id), null, TestContext.Current.CancellationToken);
        Assert.Equal([0x10, 0x20], indexed.Cast<EntryEvent.Indexed>().Select(e => e.Words[0].Token.Span[0]));
    }

    [Fact]
    public async Task A_purge_leaves_those_of_its_words_to_the_vocabulary_that_another_entry_has()
    {
        var other = Samples.Entry();
        await Grain.Execute(Samples.Write(_account, _id, "one"));
        await Grain.Execute(Index(1, 0x10, 0x20));
        await Cluster.Grains.Entry(_account, other).Execute(Samples.Write(_account, other, "two"));
        await Cluster.Grains.Entry(_account, other).Execute(Index(1, 0x20));
        await Grain.Execute(new EntryCommand.Purge(null, null));
        var purged = (EntryEvent.Purged)(await Stream())[^1];
        Assert.Equal([Word(0x20)], purged.Words);
    }

    private static EntryCommand.Index Index(int sealedAt, params byte[] words) => new(sealedAt, Samples.Day.Date, default,
        new Bytes([.. words.SelectMany(w => Enumerable.Repeat(w, 9))]), new Bytes([0, 0, 0, 1]), [.. words.Select(Word)], null);

    // Its term of a body is its own token.
    private static VocabularyWord Word(byte word) => new(8107, new Bytes([.. Enumerable.Repeat(word, 9)]),
        new Bytes([.. Enumerable.Repeat((byte)0xFF, 9), .. Enumerable.Repeat(word, 9)]), new Bytes([word]));

    public async ValueTask InitializeAsync() => _cluster = await DiaryCluster.Start(postgres);

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    private async Task<IReadOnlyList<EntryEvent>> Stream() =>
        await Cluster.Service<EventReader>().Read<EntryEvent>(_account, StreamKey.Of(_id), null, TestContext.Current.CancellationToken);

    private async Task AppendElsewhere(int version, string text)
    {
        var draft = Samples.Draft(text);
        Assert.IsType<AppendOutcome.Committed>(await Cluster.Service<EventJournal>().Append(new Append(_account, StreamKey.Of(_id), version,
            [new EntryEvent.Edited(Samples.Day, draft.Body, draft.Index, null, Cluster.Clock.GetUtcNow())], [])));
    }
}
