using Diary.Domain;
using Diary.Projections.Entries;
using Diary.Projections.Schema;
using Diary.Projections.Tests.Rebuild;
using Diary.TestKit;

namespace Diary.Projections.Tests.Schema;

public sealed class DiarySchemaTests(PostgresServer server)
{
    [Fact]
    public async Task Many_silos_may_apply_it_at_once_and_again_and_it_stays_the_same()
    {
        var database = await server.CreateDatabase();
        var silos = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestDiary.In(database)));
        var diary = silos[0];
        var shape = await Shape(diary);
        await diary.Append(First(NewAccount(), NewEntry()));
        await DiarySchema.Apply(diary.Database, diary.Store, CancellationToken.None);
        Assert.Equal(shape, await Shape(diary));
        Assert.Equal(1L, await diary.Scalar<long>("SELECT count(*) FROM read.entries"));
        Assert.Equal(0L, await diary.Scalar<long>(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database "
            + "WHERE datname = current_database())"));
        foreach (var silo in silos)
        {
            await silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_database_of_before_gets_what_came_later_and_keeps_what_it_holds()
    {
        await using var diary = await TestDiary.New(server);
        await Lives.Tell(diary);
        var columns = await Columns(diary);
        await diary.Execute(
            """
            ALTER TABLE read.entry_tags DROP COLUMN entry_date, DROP COLUMN updated_at;
            ALTER TABLE read.entries DROP COLUMN tagged_at, DROP COLUMN import_id, DROP COLUMN media;
            ALTER TABLE read.entry_events DROP COLUMN tagged_at, DROP COLUMN media;
            ALTER TABLE read.accounts DROP COLUMN language;
            """);
        await DiarySchema.Apply(diary.Database, diary.Store, CancellationToken.None);
        Assert.Equal(columns, await Columns(diary));
        var account = await diary.Scalar<Guid>("SELECT account_id FROM read.entry_tags LIMIT 1");
        Assert.Equal(0L, await diary.Scalar<long>(
            "SELECT count(*) FROM read.entry_tags t JOIN read.entries e USING (account_id, entry_id) "
            + "WHERE (t.entry_date, t.updated_at) IS DISTINCT FROM (e.entry_date, e.updated_at)"));
        Assert.NotEmpty(await new EntryReader(diary.Database).Page(
            new AccountId(account), new EntryQuery(Tags: [Token(0x11)]), null, 5, CancellationToken.None));
    }

    [Fact]
    public async Task It_has_these_tables_and_no_others()
    {
        await using var diary = await TestDiary.New(server);
        Assert.Equal(
            ["(read,accounts)", "(read,connections)", "(read,entries)", "(read,entry_events)", "(read,entry_media)",
                "(read,entry_origins)", "(read,entry_tags)",
                "(read,entry_terms)", "(read,media)", "(read,publications)", "(read,vocabulary)",
                "(vault,attempts)", "(vault,audit_log)", "(vault,ended_sessions)", "(vault,entry_keys)", "(vault,erasures)",
                "(vault,key_slots)", "(vault,loose_media)", "(vault,media_contents)", "(vault,purges)", "(vault,server_keys)",
                "(vault,storage)",
                "(vault,vault_keys)"],
            await diary.Rows("SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('read', 'vault', 'public') ORDER BY 1, 2"));
        Assert.Contains("(events,mt_events)", await diary.Rows("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'events'"));
    }

    private static Task<string[]> Columns(TestDiary diary) => diary.Rows(
        """
        SELECT attrelid::regclass, attname, format_type(atttypid, atttypmod) FROM pg_attribute
        WHERE attrelid::regclass::text LIKE 'read.%' AND attnum > 0 AND NOT attisdropped ORDER BY attrelid::regclass::text, attnum
        """);

    private static Task<string[]> Shape(TestDiary diary) => diary.Rows(
        """
        SELECT oid, relnamespace::regnamespace, relname, relnatts FROM pg_class
        WHERE relnamespace::regnamespace::text IN ('read', 'vault', 'events') ORDER BY oid
        """);
}
