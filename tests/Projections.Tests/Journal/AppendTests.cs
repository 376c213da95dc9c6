using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Accounts;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Npgsql;

namespace Diary.Projections.Tests.Journal;

public sealed class AppendTests(TestDiary diary) : IClassFixture<TestDiary>
{
    [Fact]
    public async Task Many_appends_of_many_accounts_at_once_are_all_kept_once_and_can_be_read()
    {
        var appends = Enumerable.Range(0, 40).Select(_ => NewAccount())
            .SelectMany(a => Enumerable.Range(0, 15).Select(_ => First(a, NewEntry()))).ToList();
        await using (var journal = diary.Journal())
        {
            Assert.All(await Task.WhenAll(appends.Select(journal.Append)), o => Assert.IsType<AppendOutcome.Committed>(o));
        }

        foreach (var append in appends)
        {
            Assert.Equal(append.Events.Cast<EntryEvent>(),
                await diary.Streams.Read<EntryEvent>(append.Account, append.Stream, null, CancellationToken.None));
        }

        var accounts = appends.Select(a => a.Account.Value).Distinct().ToArray();
        Assert.Equal(600L, await diary.Scalar<long>("SELECT count(*) FROM read.entries WHERE account_id = ANY ($1)", accounts));
        Assert.Equal(600L, await diary.Scalar<long>("SELECT count(*) FROM vault.entry_keys WHERE account_id = ANY ($1)", accounts));
    }

    [Fact]
    public async Task A_stale_append_among_twenty_is_refused_alone()
    {
        var (account, entry) = (NewAccount(), NewEntry());
        await diary.Append(First(account, entry));
        var appends = Enumerable.Range(0, 19).Select(_ => First(account, NewEntry())).ToList();
        appends.Insert(11, Append(account, entry, 7, Edited()));

        var outcomes = await InOneBatch(appends);
        Assert.IsType<AppendOutcome.Conflict>(outcomes[11]);
        Assert.All(outcomes.Where((_, i) => i != 11), o => Assert.IsType<AppendOutcome.Committed>(o));
        Assert.Equal(1, await Count(account, StreamKey.Of(entry)));
        Assert.Equal(["(1)"],
            await diary.Rows("SELECT version FROM vault.entry_keys WHERE account_id = $1 AND entry_id = $2", account.Value, entry.Value));
    }

    [Fact]
    public async Task Beginning_a_stream_that_exists_is_a_conflict()
    {
        var (account, entry) = (NewAccount(), NewEntry());
        await diary.Append(First(account, entry));
        Assert.IsType<AppendOutcome.Conflict>(Assert.Single(await InOneBatch([First(account, entry)])));
        Assert.Equal(1, await Count(account, StreamKey.Of(entry)));
    }

    [Fact]
    public async Task Of_two_accounts_of_one_address_in_a_batch_one_is_told_which_constraint_refused_it()
    {
        var twins = new[] { NewAccount(), NewAccount() }.Select(a => SignedUp(a, Run(99, 32))).ToList();
        var appends = Enumerable.Range(0, 18).Select(_ => Append(SignedUp(NewAccount()))).ToList();
        appends.Insert(3, Append(twins[0]));
        appends.Insert(15, Append(twins[1]));

        var outcomes = await InOneBatch(appends);
        var refused = Assert.Single(outcomes, o => o is not AppendOutcome.Committed);
        Assert.Equal(new AppendOutcome.Duplicate(AccountProjection.OneAccountAnAddress), refused);
        var loser = twins[outcomes[3] == refused ? 0 : 1];
        Assert.Equal(0, await Count(loser.AccountId, StreamKey.Of(loser.AccountId)));
        Assert.Null(await new AccountReader(diary.Database).Find(loser.AccountId, CancellationToken.None));
    }

    [Fact]
    public async Task Two_appends_of_one_stream_that_wait_together_are_both_kept_in_their_order()
    {
        var (account, entry) = (NewAccount(), NewEntry());
        Append[] appends = [First(account, entry), Append(account, entry, 1, Edited()), First(account, NewEntry()),
            Append(account, entry, 2, Edited(Saturday))];
        Assert.All(await InOneBatch(appends), o => Assert.IsType<AppendOutcome.Committed>(o));
        Assert.Equal(
            [Written(account, entry), Edited(), Edited(Saturday)],
            await diary.Streams.Read<EntryEvent>(account, StreamKey.Of(entry), null, CancellationToken.None));
    }

    [Fact]
    public async Task Two_accounts_that_gave_an_entry_the_same_id_never_get_each_others_events()
    {
        var entry = NewEntry();
        var (ada, eve) = (NewAccount(), NewAccount());
        await diary.Append(First(eve, entry));

        // Put together, the two would make a stream of the right length.
        Append[] appends = [First(NewAccount(), NewEntry()), First(ada, entry), Append(eve, entry, 1, Edited(Saturday))];
        Assert.All(await InOneBatch(appends), o => Assert.IsType<AppendOutcome.Committed>(o));
        Assert.Equal([Written(ada, entry)], await diary.Streams.Read<EntryEvent>(ada, StreamKey.Of(entry), null, CancellationToken.None));
        Assert.Equal(
            [Written(eve, entry), Edited(Saturday)],
            await diary.Streams.Read<EntryEvent>(eve, StreamKey.Of(entry), null, CancellationToken.None));
    }

    [Fact]
    public async Task An_append_that_the_database_cannot_take_fails_alone()
    {
        var account = NewAccount();
        var (bad, neighbour) = (NewEntry(), NewEntry());
        await using var journal = diary.Journal(new JournalOptions { Writers = 1 });
        var impossible = journal.Append(Append(account, bad, 0, Written(account, bad, new EntryDay(Sunday.Date, "no\0zone"))));
        var fine = journal.Append(First(account, neighbour));

        var error = await Record.ExceptionAsync(() => impossible);
        Assert.Equal(PostgresErrorCodes.CharacterNotInRepertoire,
            Assert.IsType<PostgresException>(error as PostgresException ?? error?.InnerException).SqlState);
        Assert.IsType<AppendOutcome.Committed>(await fine);
        Assert.Equal(0, await Count(account, StreamKey.Of(bad)));
    }

    [Fact]
    public async Task A_writer_outlives_what_nobody_foresaw()
    {
        var closed = Projections.Database.Open(diary.ConnectionString);
        await closed.DisposeAsync();
        var (account, entry) = (NewAccount(), NewEntry());
        await diary.Append(First(account, entry));

        // The conflict makes the journal read the stream, which it cannot.
        await using var journal = diary.Journal(new JournalOptions { Writers = 1 }, new EventReader(closed));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.Append(First(account, entry)));
        Assert.IsType<AppendOutcome.Committed>(await journal.Append(First(account, NewEntry())));
    }

    [Fact]
    public async Task A_stream_is_read_up_to_a_version_and_by_its_owner_only()
    {
        var (account, entry) = (NewAccount(), NewEntry());
        await diary.Append(Append(account, entry, 0, Written(account, entry), Edited()));
        Assert.Equal(
            [Written(account, entry)], await diary.Streams.Read<EntryEvent>(account, StreamKey.Of(entry), 1, CancellationToken.None));
        Assert.Empty(await diary.Streams.Read<EntryEvent>(NewAccount(), StreamKey.Of(entry), null, CancellationToken.None));
    }

    /// <summary>The only writer is busy with a first append while all of these gather behind it.</summary>
    private async Task<AppendOutcome[]> InOneBatch(IReadOnlyList<Append> appends)
    {
        await using var journal = diary.Journal(new JournalOptions { Writers = 1 });
        return await Task.WhenAll(appends.Select(journal.Append).ToList());
    }

    private async Task<int> Count(AccountId account, StreamKey stream) =>
        (await diary.Streams.Read<object>(account, stream, null, CancellationToken.None)).Count;
}
