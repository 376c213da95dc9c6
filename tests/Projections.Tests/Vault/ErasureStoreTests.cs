using Diary.Domain.Entries;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Rebuild;
using Diary.Projections.Tests.Rebuild;
using Diary.Projections.Vault;
using Diary.TestKit;

namespace Diary.Projections.Tests.Vault;

public sealed class ErasureStoreTests(PostgresServer server)
{
    [Fact]
    public async Task Of_a_purged_entry_the_purge_alone_stays_and_of_others_everything()
    {
        await using var diary = await TestDiary.New(server);
        await Lives.Tell(diary);
        var erasures = new ErasureStore(diary.Database);
        var before = await diary.Scalar<long>("SELECT count(*) FROM events.mt_events");
        Assert.Equal(1, await erasures.ScrubPurged(1, CancellationToken.None));
        Assert.Equal(1, await erasures.ScrubPurged(10, CancellationToken.None));
        Assert.Equal(0, await erasures.ScrubPurged(10, CancellationToken.None));

        Assert.Equal(before - 4, await diary.Scalar<long>("SELECT count(*) FROM events.mt_events"));
        Assert.Equal(["(3)", "(3)"], await diary.Rows("SELECT version FROM events.mt_events WHERE type = 'entry_purged'"));
        Assert.All(await new Verification(diary.Database).Run(CancellationToken.None), f => Assert.Equal(0, f.Count));
        await new ReadModelRebuild(diary.Database, TimeProvider.System).Run(ReadModel.All, CancellationToken.None);
        Assert.All(await new Verification(diary.Database).Run(CancellationToken.None), f => Assert.Equal(0, f.Count));
    }

    [Fact]
    public async Task Nothing_is_appended_to_a_purged_entry_by_who_missed_the_purge()
    {
        await using var diary = await TestDiary.New(server);
        var (account, entry) = (NewAccount(), NewEntry());
        await diary.Append(First(account, entry), Append(account, entry, 1, new EntryEvent.Purged(null, Now, 1)));
        await new ErasureStore(diary.Database).ScrubPurged(10, CancellationToken.None);
        await using var journal = diary.Journal();
        Assert.IsType<AppendOutcome.Conflict>(await journal.Append(Append(account, entry, 1, Edited())));
        Assert.IsType<AppendOutcome.Conflict>(await journal.Append(First(account, entry)));
        Assert.Equal([new EntryEvent.Purged(null, Now, 1)],
            await diary.Streams.Read<EntryEvent>(account, StreamKey.Of(entry), null, CancellationToken.None));
    }

    [Fact]
    public async Task A_damaged_stream_is_still_found_where_another_was_scrubbed()
    {
        await using var diary = await TestDiary.New(server);
        await Lives.Tell(diary, 1);
        await new ErasureStore(diary.Database).ScrubPurged(10, CancellationToken.None);
        await diary.Execute("DELETE FROM events.mt_events WHERE type = 'entry_written' AND stream_id IN "
            + "(SELECT stream_id FROM events.mt_events WHERE type = 'entry_restored')");
        Assert.Equal(1, (await new Verification(diary.Database).Run(CancellationToken.None)).Single(f => f.Check == "streams").Count);
    }

    [Fact]
    public async Task Of_a_deleted_account_nothing_is_kept_any_more_and_its_erasure_counts_what_was_destroyed()
    {
        await using var diary = await TestDiary.New(server);
        var (account, other, entry) = (NewAccount(), NewAccount(), NewEntry());
        await diary.Append(First(account, entry), First(other, entry));
        var (vault, erasures) = (new VaultStore(diary.Database), new ErasureStore(diary.Database));
        await vault.Write(
            [
                new VaultWrite.PutSlot(account, new SlotId(SlotKind.Email), [1]),
                new VaultWrite.PutSlot(account, new SlotId(SlotKind.Keys), [1]),
            ],
            CancellationToken.None);
        Assert.Equal(3, await erasures.CountKeys(account, CancellationToken.None));
        Assert.Null(await erasures.Find(account, CancellationToken.None));
        await vault.Write([new VaultWrite.DestroyAccount(account, Now)], CancellationToken.None);
        await vault.Write([new VaultWrite.DestroyAccount(account, Now.AddDays(1))], CancellationToken.None);
        Assert.Equal(new Erasure(account, Now, 3, null), await erasures.Find(account, CancellationToken.None));
        Assert.Equal(0, await erasures.CountKeys(account, CancellationToken.None));

        await using var journal = diary.Journal();
        var late = NewEntry();
        var (refused, kept) = (journal.Append(First(account, late)), journal.Append(First(other, late)));
        Assert.Equal(ErasureStore.AccountIsErased, Assert.IsType<AppendOutcome.Duplicate>(await refused).Constraint);
        Assert.IsType<AppendOutcome.Committed>(await kept);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => vault.Write(
            [new VaultWrite.PutSlot(account, new SlotId(SlotKind.Session, Guid.NewGuid(), 1), [1])], CancellationToken.None));
        Assert.Equal(0, await erasures.CountKeys(account, CancellationToken.None));

        await erasures.DeleteRows(account, CancellationToken.None);
        Assert.Empty(await diary.Rows("SELECT * FROM read.entries WHERE account_id = $1", account.Value));
        Assert.Equal(2, (await diary.Rows("SELECT * FROM read.entries WHERE account_id = $1", other.Value)).Length);
    }
}
