using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Rebuild;
using Diary.Projections.Tests.Rebuild;
using Diary.Projections.Vault;
using Diary.TestKit;
using Npgsql;

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
        Assert.Equal(3, (await new Verification(diary.Database).Run(CancellationToken.None)).Single(f => f.Check == "streams").Count);
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
        await Assert.ThrowsAsync<PostgresException>(() => vault.Write(
            [new VaultWrite.PutSlot(account, new SlotId(SlotKind.Session, Guid.NewGuid(), 1), [1])], CancellationToken.None));
        Assert.Equal(0, await erasures.CountKeys(account, CancellationToken.None));

        await erasures.DeleteRows(account, CancellationToken.None);
        Assert.Empty(await diary.Rows("SELECT * FROM read.entries WHERE account_id = $1", account.Value));
        Assert.Equal(2, (await diary.Rows("SELECT * FROM read.entries WHERE account_id = $1", other.Value)).Length);
    }

    /// <summary>The trigger sees what was committed only: without a lock neither would see the other, and the key would stay.</summary>
    [Fact]
    public async Task A_key_that_is_being_added_while_its_account_is_deleted_is_destroyed_and_counted_with_it()
    {
        await using var diary = await TestDiary.New(server);
        var (account, vault, erasures) = (NewAccount(), new VaultStore(diary.Database), new ErasureStore(diary.Database));
        await vault.Write([new VaultWrite.PutSlot(account, new SlotId(SlotKind.Email), [1])], CancellationToken.None);
        await using (var adding = await diary.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var transaction = await adding.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await Run(adding, new VaultWrite.PutEntryKey(account, NewEntry(), 1, [1]));
            var deletion = vault.Write([new VaultWrite.DestroyAccount(account, Now)], CancellationToken.None);
            await Waits(diary, deletion);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            await deletion;
        }

        Assert.Equal(0, await erasures.CountKeys(account, CancellationToken.None));
        Assert.Equal(2, (await erasures.Find(account, CancellationToken.None))!.KeysDestroyed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_that_comes_while_the_deletion_of_its_account_is_not_committed_waits_and_is_refused(bool capsule)
    {
        await using var diary = await TestDiary.New(server);
        var (account, other) = (NewAccount(), NewAccount());
        var (vault, erasures) = (new VaultStore(diary.Database), new ErasureStore(diary.Database));
        await using var deleting = await diary.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await deleting.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Run(deleting, new VaultWrite.DestroyAccount(account, Now));
        var late = vault.Write([Key(account)], CancellationToken.None);
        await Waits(diary, late);
        await vault.Write([Key(other)], CancellationToken.None); // waits for nothing
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => late);
        Assert.Equal(ErasureStore.AccountIsErased, refused.ConstraintName);
        Assert.Equal(0, await erasures.CountKeys(account, CancellationToken.None));

        VaultWrite Key(AccountId of) => capsule
            ? new VaultWrite.PutEntryKey(of, NewEntry(), 1, [1])
            : new VaultWrite.PutSlot(of, new SlotId(SlotKind.Session, Guid.NewGuid(), 1), [1]);
    }

    private static async Task Run(NpgsqlConnection connection, VaultWrite write)
    {
        foreach (var (sql, parameters) in VaultSql.For([write]))
        {
            await using var command = new NpgsqlCommand(Sql.Numbered(sql), connection);
            command.Parameters.Bind(parameters);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Until it waits for a lock, or is through.</summary>
    private static async Task Waits(TestDiary diary, Task writing)
    {
        const string waiting = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;
        while (!writing.IsCompleted && await diary.Scalar<long>(waiting) == 0)
        {
            await Task.Yield();
        }
    }
}
