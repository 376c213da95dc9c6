using Diary.Domain.Entries;
using Diary.Projections.Accounts;
using Diary.Projections.Entries;
using Diary.Projections.Journal;
using Diary.Projections.Rebuild;
using Diary.Silo.Hosting;
using Diary.TestKit;
using Npgsql;

namespace Diary.Projections.Tests.Rebuild;

public sealed class RebuildTests(PostgresServer server)
{
    private const string Tables = "accounts entries entry_events entry_tags entry_terms vocabulary";

    [Fact]
    public async Task All_rows_are_made_again_under_the_same_names()
    {
        await using var diary = await TestDiary.New(server);
        var owners = await Lives.Tell(diary);
        var (rows, shape) = (await Rows(diary), await Shape(diary));
        await diary.Execute(
            "TRUNCATE read.accounts, read.entries, read.entry_tags; UPDATE read.entry_events SET kind = 2; DELETE FROM read.entry_terms");

        await using var output = new StringWriter();
        Assert.Equal(0, await Maintenance.Rebuild(diary.ConnectionString, ReadModel.All, output));
        Assert.Equal($"Rebuilt accounts, entries, media, facebook, publications from {2 * Lives.EventsOfEach} events.",
            output.ToString().Trim());
        Assert.Equal(rows, await Rows(diary));
        Assert.Equal(shape, await Shape(diary));
        Assert.False(await ShadowExists(diary));

        await using var journal = diary.Journal();
        var address = SignedUp(owners[0]).EmailIndex;
        Assert.Equal(new AppendOutcome.Duplicate(AccountProjection.OneAccountAnAddress),
            await journal.Append(Append(SignedUp(NewAccount(), address))));
    }

    [Fact]
    public async Task What_an_archive_brought_can_be_told_and_is_made_again()
    {
        await using var diary = await TestDiary.New(server);
        var (owner, import) = (NewAccount(), Guid.CreateVersion7());
        var ids = await Lives.TellOfImports(diary, owner, import);
        await Lives.TellOfFacebook(diary, NewAccount());
        await diary.Append(First(owner, NewEntry()));
        var rows = await Rows(diary);
        await diary.Execute(
            "TRUNCATE read.entries, read.entry_events, read.entry_tags, read.entry_origins, read.connections, read.publications");
        await using var output = new StringWriter();
        Assert.Equal(0, await Maintenance.Rebuild(diary.ConnectionString, ReadModel.All, output));
        Assert.Equal(rows, await Rows(diary));
        Assert.All(await new Verification(diary.Database).Run(CancellationToken.None), f => Assert.Equal(0, f.Count));

        var entries = new EntryReader(diary.Database);
        var brought = await entries.OfImport(owner, import, default, 10, CancellationToken.None);
        Assert.Equal(ids.ToHashSet(), brought.Select(e => e.Id).ToHashSet());
        Assert.All(brought, e => Assert.Equal((EntrySource.Import, Now.AddYears(-3)), (e.Source, e.CreatedAt)));
        Assert.Equal(3, (await entries.All(owner, default, 10, CancellationToken.None)).Count);
        var history = await new HistoryReader(diary.Database).History(owner, [ids[0]], null, 10, CancellationToken.None);
        Assert.Equal([EntryEventKind.Deleted, EntryEventKind.Imported, EntryEventKind.Imported], history[ids[0]].Select(h => h.Kind));
    }

    [Theory]
    [InlineData("accounts", "accounts")]
    [InlineData("entries", "entries entry_events entry_media entry_origins entry_tags entry_terms vocabulary")]
    public async Task One_read_model_is_made_again_and_the_other_left_alone(string name, string tables)
    {
        await using var diary = await TestDiary.New(server);
        await Lives.Tell(diary);
        var oids = await Oids(diary);
        await using var output = new StringWriter();
        Assert.Equal(0, await Maintenance.Rebuild(diary.ConnectionString, Maintenance.Named(["rebuild", name]), output));
        var changed = (await Oids(diary)).Except(oids).Select(o => o.Split(',')[0].Trim('('));
        Assert.Equal(tables.Split(' '), changed);
        Assert.All(await new Verification(diary.Database).Run(CancellationToken.None), f => Assert.Equal(0, f.Count));
    }

    [Fact]
    public async Task An_unknown_name_is_answered_with_the_known_ones()
    {
        Assert.Equal(ReadModel.All, Maintenance.Named(["rebuild"]));
        Assert.Equal(ReadModel.All, Maintenance.Named(["rebuild", "--Diary:Data=/tmp"]));
        var refusal = Assert.Throws<SettingException>(() => Maintenance.Named(["rebuild", "moods"]));
        Assert.Equal(
            "rebuild moods names no projection: accounts, entries, media, facebook, publications, or nothing for all.", refusal.Message);
        Assert.Equal(1, await DiaryProcess.Run(["rebuild", "moods"]));
    }

    [Fact]
    public async Task A_second_rebuild_at_the_same_time_is_refused()
    {
        await using var diary = await TestDiary.New(server);
        await Lives.Tell(diary);
        var (reached, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = Rebuild(diary, () =>
        {
            reached.SetResult();
            return released.Task;
        });
        await reached.Task;
        await using var output = new StringWriter();
        Assert.Equal(1, await Maintenance.Rebuild(diary.ConnectionString, ReadModel.All, output));
        Assert.Equal("Nothing was changed. Another rebuild is running.", output.ToString().Trim());
        released.SetResult();
        Assert.Equal(2 * Lives.EventsOfEach, await first);
    }

    [Fact]
    public async Task A_killed_rebuild_leaves_the_live_tables_and_the_next_one_starts_clean()
    {
        await using var diary = await TestDiary.New(server);
        await Lives.Tell(diary);
        var (rows, oids) = (await Rows(diary), await Oids(diary));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Rebuild(diary, () => diary.Rows(
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """)));
        Assert.True(await ShadowExists(diary));
        Assert.Equal(oids, await Oids(diary));
        Assert.Equal(rows, await Rows(diary));

        Assert.Equal(2 * Lives.EventsOfEach, await Rebuild(diary));
        Assert.False(await ShadowExists(diary));
        Assert.Equal(rows, await Rows(diary));
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_ends_the_rebuild_and_is_named()
    {
        await using var diary = await TestDiary.New(server);
        var owner = (await Lives.Tell(diary, 1))[0];
        var oids = await Oids(diary);
        await diary.Execute("UPDATE events.mt_events SET bdata = '\\x01' WHERE type = 'account_signed_up'");
        await using var output = new StringWriter();
        Assert.Equal(1, await Maintenance.Rebuild(diary.ConnectionString, ReadModel.All, output));
        Assert.Equal($"Nothing was changed. Event {owner}/account-{owner}/1 (account_signed_up) cannot be read.", output.ToString().Trim());
        Assert.Equal(oids, await Oids(diary));
        Assert.False(await ShadowExists(diary));
    }

    [Fact]
    public async Task A_slow_reader_is_given_way_to()
    {
        await using var diary = await TestDiary.New(server);
        await Lives.Tell(diary);
        await using var reader = await diary.Database.OpenConnectionAsync();
        await using var reading = await reader.BeginTransactionAsync();
        await using var read = new NpgsqlCommand("SELECT count(*) FROM read.entry_terms", reader, reading);
        await read.ExecuteScalarAsync();
        var tries = 0;
        Assert.Equal(2 * Lives.EventsOfEach, await Rebuild(diary, async () =>
        {
            if (++tries == 2)
            {
                await reading.CommitAsync();
            }
        }));
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task A_number_drawn_before_and_committed_after_others_is_waited_for()
    {
        await using var diary = await TestDiary.New(server);
        await using var slow = await diary.Database.OpenConnectionAsync();
        await using var drawing = await slow.BeginTransactionAsync();
        await using var draw = new NpgsqlCommand("SELECT nextval('events.mt_events_sequence')", slow, drawing);
        var low = (long)(await draw.ExecuteScalarAsync())!;
        var high = await diary.Scalar<long>("SELECT nextval('events.mt_events_sequence')");
        await using var connection = await diary.Database.OpenConnectionAsync();

        var settled = EventNumbers.Settled(connection, TimeProvider.System, CancellationToken.None);
        for (var i = 0; i < 20; i++)
        {
            await diary.Execute("SELECT 1");
        }

        Assert.False(settled.IsCompleted);
        await drawing.CommitAsync();
        Assert.Equal(high, await settled);
        Assert.Equal(low + 1, high);
    }

    private static Task<long> Rebuild(TestDiary diary, Func<Task>? beforeSwap = null) =>
        new ReadModelRebuild(diary.Database, TimeProvider.System) { BeforeSwap = beforeSwap ?? (() => Task.CompletedTask) }
            .Run(ReadModel.All, CancellationToken.None);

    private static Task<bool> ShadowExists(TestDiary diary) =>
        diary.Scalar<bool>($"SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = '{ReadModelRebuild.Shadow}')");

    private static async Task<string[]> Rows(TestDiary diary) =>
        [.. (await Task.WhenAll(Tables.Split(' ').Select(t => diary.Rows($"SELECT '{t}', t.* FROM read.{t} t ORDER BY t::text"))))
            .SelectMany(r => r)];

    private static Task<string[]> Oids(TestDiary diary) => diary.Rows(
        "SELECT relname, oid FROM pg_class WHERE relnamespace = 'read'::regnamespace AND relkind = 'r' ORDER BY relname");

    /// <summary>Columns, constraints and indexes.</summary>
    private static Task<string[]> Shape(TestDiary diary) => diary.Rows(
        """
        SELECT * FROM (
            SELECT attrelid::regclass::text AS a, attname::text AS b, format_type(atttypid, atttypmod) || attnotnull AS c FROM pg_attribute
            WHERE attnum > 0 AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'read'::regnamespace AND relkind = 'r')
            UNION ALL SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'read'::regnamespace
            UNION ALL SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'read'
        ) s ORDER BY a, b, c
        """);
}
