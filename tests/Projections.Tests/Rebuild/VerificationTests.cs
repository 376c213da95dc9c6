using Diary.Projections.Rebuild;
using Diary.Silo.Hosting;
using Diary.TestKit;

namespace Diary.Projections.Tests.Rebuild;

public sealed class VerificationTests(PostgresServer server)
{
    private static readonly string[] Checks =
    [
        "accounts", "entries", "entry_events", "entry_tags", "entry_media", "entry_origins", "entry_terms", "vocabulary", "media",
        "connections", "publications", "streams", "events",
        "capsules missing", "capsules left over",
    ];

    [Fact]
    public async Task A_sound_diary_passes_with_one_line_a_check_and_leaves_nothing_behind()
    {
        await using var diary = await TestDiary.New(server);
        await Lives.Tell(diary);
        await using var output = new StringWriter();
        Assert.Equal(0, await Maintenance.Verify(diary.ConnectionString, output));
        Assert.Equal(Checks.Select(c => $"{c}: ok"), output.ToString().Trim().Split(Environment.NewLine));
        Assert.Equal(0L, await diary.Scalar<long>("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'read\\__%'"));
    }

    [Theory]
    [InlineData("UPDATE read.accounts SET recovery_codes = 7", "accounts: 2")]
    [InlineData("DELETE FROM read.accounts WHERE account_id = (SELECT min(account_id::text)::uuid FROM read.accounts)", "accounts: 1")]
    [InlineData("UPDATE read.entries SET mood = NULL WHERE mood IS NOT NULL", "entries: 2")]
    [InlineData("DELETE FROM read.entries WHERE deleted_at IS NOT NULL", "entries: 2")]
    [InlineData("UPDATE read.entry_events SET kind = 3 WHERE version = 2", "entry_events: 6")]
    [InlineData("UPDATE read.entry_tags SET position = position + 1", "entry_tags: 8")]
    [InlineData("UPDATE read.entry_tags SET in_trash = NOT in_trash WHERE in_trash", "entry_tags: 4")]
    [InlineData("INSERT INTO read.entry_terms SELECT account_id, gen_random_uuid(), terms, entry_date, in_trash FROM read.entry_terms",
        "entry_terms: 8")]
    [InlineData("UPDATE read.entry_terms SET terms = array_to_tsvector(array['other'])", "entry_terms: 8")]
    [InlineData("UPDATE read.entry_terms SET in_trash = true", "entry_terms: 6")]
    [InlineData("UPDATE read.entries SET word_count = NULL", "entries: 8")]
    [InlineData("UPDATE read.entries SET media = NULL", "entries: 2")]
    [InlineData("DELETE FROM read.entry_media", "entry_media: 4")]
    [InlineData("DELETE FROM read.vocabulary", "vocabulary: 14")]
    [InlineData("UPDATE events.mt_streams SET version = version + 1 WHERE id LIKE 'account-%'", "streams: 2")]
    [InlineData("UPDATE events.mt_events SET version = 9 WHERE type = 'entry_edited' AND version = 5",
        "entry_events: 4", "entries: 2", "streams: 2", "capsules missing: 2", "capsules left over: 2")]
    [InlineData("UPDATE events.mt_events SET bdata = substr(bdata, 1, 20) WHERE type = 'entry_undeleted'", "events: 2", "entry_events: 2")]
    [InlineData("UPDATE events.mt_events SET type = 'entry_forgotten' WHERE type = 'entry_undeleted'", "events: 2", "entry_events: 2")]
    [InlineData("DELETE FROM vault.entry_keys WHERE version = 2", "capsules missing: 4")]
    [InlineData("INSERT INTO vault.entry_keys SELECT account_id, gen_random_uuid(), 1, record FROM vault.entry_keys WHERE version = 2",
        "capsules left over: 4")]
    public async Task Planted_damage_is_found_and_counted(string damage, params string[] found)
    {
        await using var diary = await TestDiary.New(server);
        await Lives.Tell(diary);
        await diary.Execute(damage);
        await using var output = new StringWriter();
        Assert.Equal(1, await Maintenance.Verify(diary.ConnectionString, output));
        Assert.Equal(
            found.Select(f => f + " wrong").Order(StringComparer.Ordinal),
            output.ToString().Trim().Split(Environment.NewLine)
                .Where(l => !l.EndsWith(": ok", StringComparison.Ordinal)).Select(l => l.Split(" (")[0])
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("UPDATE read.entry_origins SET removed_at = NULL", "entry_origins: 1")]
    [InlineData("UPDATE read.entry_origins SET seen = item", "entry_origins: 2")]
    [InlineData("UPDATE read.publications SET state = 3", "publications: 6")]
    [InlineData("DELETE FROM read.connections", "connections: 1")]
    [InlineData("UPDATE read.connections SET watermark = now()", "connections: 1")]
    public async Task Damage_to_what_Facebook_brought_is_found(string damage, string found)
    {
        await using var diary = await TestDiary.New(server);
        await Lives.TellOfFacebook(diary, NewAccount());
        await diary.Execute(damage);
        var findings = await new Verification(diary.Database).Run(CancellationToken.None);
        Assert.Equal([found], findings.Where(f => f.Count > 0).Select(f => f.ToString().Split(" wrong")[0]));
    }

    [Fact]
    public async Task A_finding_names_a_few_ids_and_nothing_of_what_they_hold()
    {
        await using var diary = await TestDiary.New(server);
        var owner = (await Lives.Tell(diary, 1))[0];
        await diary.Execute("UPDATE read.entry_tags SET sealed_name = 'secret'");
        var entries = await diary.Rows("SELECT DISTINCT account_id || '/' || entry_id AS id FROM read.entry_tags ORDER BY 1");
        var finding = Assert.Single(await new Verification(diary.Database).Run(CancellationToken.None), f => f.Count > 0);
        Assert.Equal($"entry_tags: 4 wrong ({string.Join(", ", entries.Select(e => e.Trim('(', ')')))}, …)", finding.ToString());
        Assert.All(finding.Ids, id => Assert.StartsWith(owner.ToString(), id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_does_not_fit_is_found_and_the_rest_is_still_compared()
    {
        await using var diary = await TestDiary.New(server);
        var owner = (await Lives.Tell(diary, 1))[0];
        var (victim, twin) = (NewAccount(), NewAccount());
        await diary.Append(Append(SignedUp(victim)));
        await diary.Append(Append(SignedUp(twin)));
        await diary.Execute(
            "UPDATE events.mt_events SET bdata = (SELECT bdata FROM events.mt_events WHERE tenant_id = $1) WHERE tenant_id = $2",
            victim.ToString(), twin.ToString());
        var findings = await new Verification(diary.Database).Run(CancellationToken.None);
        Assert.Equal(new[] { "accounts", "events" }, findings.Where(f => f.Count > 0).Select(f => f.Check));
        Assert.Equal([$"{twin}/account-{twin}/1"], findings.Single(f => f.Check == "events").Ids);
        Assert.DoesNotContain(findings, f => f.Ids.Any(id => id.Contains(owner.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Writers_meanwhile_make_no_difference()
    {
        await using var diary = await TestDiary.New(server);
        await Lives.Tell(diary, 8);
        await using var journal = diary.Journal();
        using var done = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => journal.Append(First(NewAccount(), NewEntry()))));
            }
        });
        for (var i = 0; i < 3; i++)
        {
            Assert.All(await new Verification(diary.Database).Run(CancellationToken.None), f => Assert.Equal(0, f.Count));
        }

        await done.CancelAsync();
        await writing;
    }
}
