using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Changes;
using Diary.Projections.Journal;
using Diary.TestKit;
using Npgsql;

namespace Diary.Projections.Tests.Changes;

/// <summary>Numbers are drawn before their commit: what comes late must neither be missed nor be told twice.</summary>
public sealed class LateCommitTests(PostgresServer server) : IAsyncLifetime
{
    private const string Drawing =
        "SELECT pid FROM pg_locks WHERE locktype = 'relation' AND relation = 'events.mt_events_sequence'::regclass AND granted";

    // Of this database, whose number pg_locks has; other tests wait for other locks.
    private const string WaitingForAccounts =
        """
        SELECT mode FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    private readonly TestDiary _diary = new(server);
    private readonly AccountId _account = NewAccount();
    private readonly EntryId _early = NewEntry();
    private readonly EntryId _late = NewEntry();

    [Fact]
    public async Task No_number_is_drawn_before_the_lock_of_the_account_is_shared()
    {
        await using var journal = _diary.Journal();
        await using var holder = await _diary.Database.OpenConnectionAsync();
        await using var hold = await holder.BeginTransactionAsync();
        await Run(holder, "SELECT pg_advisory_xact_lock(uuid_hash_extended($1, 0))", _account.Value);
        var append = journal.Append(First(_account, _late));
        await Until(WaitingForAccounts, ["(ShareLock)"]);
        Assert.Empty(await _diary.Rows(Drawing));
        await hold.RollbackAsync();
        Assert.IsType<AppendOutcome.Committed>(await append);
        Assert.Single(await Reader.After(_account, 0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_read_waits_for_what_was_drawn_before_and_is_not_committed_yet()
    {
        await using var one = _diary.Journal();
        await using var other = _diary.Journal();
        Assert.IsType<AppendOutcome.Committed>(await one.Append(First(_account, _early)));
        await using var holder = await _diary.Database.OpenConnectionAsync();
        await using var hold = await holder.BeginTransactionAsync();
        await Run(holder, "LOCK TABLE read.vocabulary"); // in the way of what begins an entry, after its number is drawn
        var late = one.Append(First(_account, _late));
        await Until($"SELECT count(*) FROM ({Drawing}) d", ["(1)"]);
        Assert.IsType<AppendOutcome.Committed>(
            await other.Append(Append(_account, _early, 1, new EntryEvent.Deleted(Now.AddDays(30), Phone, Now))));

        // This is what a read without the lock would have taken for all.
        Assert.Equal([$"({_early},1)", $"({_early},2)"], await Stored());
        var read = Reader.After(_account, 0, 10, CancellationToken.None);
        await Until(WaitingForAccounts, ["(ExclusiveLock)"]);
        Assert.False(read.IsCompleted);
        await hold.RollbackAsync();
        Assert.Equal([(_early, 1), (_late, 1), (_early, 2)], (await read).Select(c => (c.Entry, c.Version)));
        Assert.IsType<AppendOutcome.Committed>(await late);
    }

    [Fact]
    public async Task A_commit_that_hangs_ends_in_a_refusal_that_a_retry_heals()
    {
        await using var holder = await _diary.Database.OpenConnectionAsync();
        await using var hold = await holder.BeginTransactionAsync();
        await Run(holder, "SELECT pg_advisory_xact_lock_shared(uuid_hash_extended($1, 0))", _account.Value);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Reader.After(_account, 0, 10, CancellationToken.None));
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
        Assert.True(Database.IsAway(refused));
        Assert.Empty(await Reader.After(NewAccount(), 0, 10, CancellationToken.None)); // another account's is not held up
        await hold.RollbackAsync();
        Assert.Empty(await Reader.After(_account, 0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_follows_many_silos_sees_all_of_it_once_and_in_one_order()
    {
        await _diary.Execute(
            """
            CREATE FUNCTION read.dawdle() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_sleep(random() * 0.004); RETURN NEW; END $$;
            CREATE TRIGGER dawdle BEFORE INSERT ON read.entry_events FOR EACH ROW EXECUTE FUNCTION read.dawdle()
            """); // commits come in another order than their numbers
        var journals = Enumerable.Range(0, 3).Select(_ => _diary.Journal(new JournalOptions { BatchSize = 3 })).ToList();
        using var written = new CancellationTokenSource();
        var followers = Enumerable.Range(0, 5).Select(i => Task.Run(() => Follow(1 + (7 * i), written.Token))).ToList();
        var writers = Enumerable.Range(0, 16).Select(i => Task.Run(() => Write(journals[i % 3], 12))).ToList();
        await Task.WhenAll(writers);
        await written.CancelAsync();
        var seen = await Task.WhenAll(followers);
        foreach (var journal in journals)
        {
            await journal.DisposeAsync();
        }

        var all = await Stored();
        Assert.Equal(16 * 12 * 3, all.Length);
        Assert.All(seen, s => Assert.Equal(all, s.Select(c => $"({c.Entry},{c.Version})")));
    }

    public ValueTask InitializeAsync() => _diary.InitializeAsync();

    public ValueTask DisposeAsync() => _diary.DisposeAsync();

    private ChangeReader Reader => new(_diary.Database);

    private async Task Write(EventJournal journal, int entries)
    {
        for (var i = 0; i < entries; i++)
        {
            var entry = NewEntry();
            Assert.IsType<AppendOutcome.Committed>(await journal.Append(First(_account, entry)));
            Assert.IsType<AppendOutcome.Committed>(await journal.Append(Append(_account, entry, 1, Edited())));
            Assert.IsType<AppendOutcome.Committed>(
                await journal.Append(Append(_account, entry, 2, new EntryEvent.Deleted(Now.AddDays(30), Phone, Now))));
        }
    }

    /// <summary>Goes on after what it saw, until it has read all that was there when the last writer had ended.</summary>
    private async Task<IReadOnlyList<ChangeRow>> Follow(int page, CancellationToken written)
    {
        var seen = new List<ChangeRow>();
        while (true)
        {
            var last = written.IsCancellationRequested;
            var changes = await Reader.After(_account, seen.Count == 0 ? 0 : seen[^1].Number, page, CancellationToken.None);
            seen.AddRange(changes);
            if (last && changes.Count < page)
            {
                return seen;
            }
        }
    }

    private Task<string[]> Stored() => _diary.Rows(
        "SELECT stream_id, version FROM events.mt_events WHERE tenant_id = $1 AND type LIKE 'entry%' ORDER BY seq_id", _account.ToString());

    private async Task Until(string sql, string[] expected)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!(await _diary.Rows(sql)).SequenceEqual(expected))
        {
            await looks.WaitForNextTickAsync(timeout.Token);
        }
    }

    private static async Task Run(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Bind(parameters);
        await command.ExecuteNonQueryAsync();
    }
}
