using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Projections.Accounts;
using Diary.Projections.Changes;
using Diary.Projections.Entries;
using Diary.Projections.Events;
using Diary.Projections.Facebook;
using Diary.Projections.Media;
using Diary.Projections.Search;
using Diary.Projections.Vault;
using Npgsql;

namespace Diary.Projections.Tests.Entries;

/// <summary>Every statement of every reader finds its rows by an index, in a database where a scan of the table would cost.</summary>
public sealed class QueryPlanTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private static readonly string[] Small = ["server_keys"];
    private static readonly string[] ScanNodes = ["Seq Scan", "Parallel Seq Scan"];

    [Fact]
    public async Task No_reader_scans_a_table()
    {
        var (account, entries) = await Fill();
        var statements = await StatementsOf(() => ReadAll(account, entries));
        Assert.InRange(statements.Count, 25, int.MaxValue);
        await using var connection = await diary.Database.OpenConnectionAsync();
        var scans = new List<string>();
        foreach (var statement in statements)
        {
            var plan = await Plan(connection, statement);
            scans.AddRange(plan.Where(n => ScanNodes.Contains(n.Node) && !Small.Contains(n.Table)).Select(n => $"{n.Table}: {statement}"));
        }

        Assert.True(scans.Count == 0, string.Join("\n", scans));
    }

    [Fact]
    public async Task A_scan_would_be_noticed()
    {
        await using var connection = await diary.Database.OpenConnectionAsync();
        Assert.Contains(("Seq Scan", "entries"), await Plan(connection, "SELECT * FROM read.entries WHERE version = $1"));
    }

    private async Task ReadAll(AccountId account, IReadOnlyList<EntryId> ids)
    {
        var none = CancellationToken.None;
        var page = ids.Take(50).ToList();
        var entries = new EntryReader(diary.Database);
        foreach (var order in Enum.GetValues<EntryOrder>())
        {
            foreach (var inTrash in new[] { false, true })
            {
                await entries.Page(account, new EntryQuery(order, inTrash), null, 50, none);
                await entries.Page(account, new EntryQuery(order, inTrash, Sunday.Date, Sunday.Date),
                    new EntryPosition(Sunday.Date, Now, ids[0]), 50, none);
                await entries.Page(account, new EntryQuery(order, inTrash, Tags: [Token(1), Token(2)]), null, 50, none);
                await entries.Page(account, new EntryQuery(order, inTrash, Mood: Token(9), Source: EntrySource.Facebook), null, 50, none);
            }
        }

        await entries.Page(account, new EntryQuery(HasMedia: true), null, 50, none);
        await entries.Page(account, new EntryQuery(EntryOrder.UpdatedAtDesc, HasMedia: true), null, 50, none);
        await entries.Count(account, new EntryQuery(), none);
        await entries.Count(account, new EntryQuery(InTrash: true, Tags: [Token(1)]), none);
        await entries.Find(account, page, none);
        await entries.OfImport(account, Guid.NewGuid(), ids[0], 200, none);
        await entries.All(account, ids[0], 50, none);
        await entries.Duplicates(account, Guid.NewGuid(), [(Sunday.Date, Run(1, 32)), (Saturday.Date, Run(2, 32))], none);
        await entries.Expired(Now, 200, none);
        await entries.OnDays(account, [Sunday.Date, Saturday.Date], 200, none);
        var calendar = new CalendarReader(diary.Database);
        await calendar.Days(account, Saturday.Date, Sunday.Date, none);
        await calendar.Counts(account, Sunday.Date, none);
        var history = new HistoryReader(diary.Database);
        await history.History(account, page, null, 20, none);
        await history.Revisions(account, page, 5, 20, none);
        await history.Versions(account, page[0], 1, 20, none);
        await history.CountRevisions(account, page, none);
        await history.At(account, [.. page.Select(p => (p, 1))], none);
        await new ContentReader(diary.Database).Find(account, [.. page.Select(p => (p, 1))], none);
        var tags = new TagReader(diary.Database);
        await tags.All(account, none);
        await tags.Counts(account, [Token(1), Token(2)], none);
        await tags.Of(account, page, none);
        await Search(account, ids);
        await tags.Carriers(account, Token(1), new TagCarrier(ids[0], false, Sunday.Date, Bytes.Empty), 512, none);
        await tags.GivenAt(account, [.. page.Select(p => (p, 2))], none);
        var accounts = new AccountReader(diary.Database);
        await accounts.Find(account, none);
        await accounts.FindByEmail(Run(1, 32), none);
        await diary.Streams.Read<EntryEvent>(account, StreamKey.Of(ids[0]), null, none);
        await diary.Streams.EventId(account, StreamKey.Of(ids[0]), 1);
        var vault = new VaultStore(diary.Database);
        await vault.FindSlot(account, new SlotId(SlotKind.Password), none);
        await vault.ExpiredSessions(Now, 200, none);
        await vault.FindSlots(account, SlotKind.Session, none);
        var capsules = new CapsuleStore(diary.Database);
        await capsules.Count(account, none);
        await capsules.Page(account, (ids[0], 1), 200, none);
        await ReadSessions(account);
        await ReadMedia(account);
        await ReadFacebook(account, page);
        var changes = new ChangeReader(diary.Database);
        await changes.After(account, 5, 200, none);
        await changes.Latest(account, none);
    }

    private async Task Search(AccountId account, IReadOnlyList<EntryId> ids)
    {
        var none = CancellationToken.None;
        var (search, vocabulary, unindexed) =
            (new SearchReader(diary.Database), new VocabularyReader(diary.Database), new UnindexedReader(diary.Database));
        const string terms = "'AQIDBAUGBwgJ' & !'CgsMDQ4PEBES'";
        foreach (var selection in new[]
        {
            new EntryQuery(), new EntryQuery(InTrash: true, From: Sunday.Date, To: Sunday.Date),
            new EntryQuery(Tags: [Token(1)], Mood: Token(9), Source: EntrySource.Facebook),
        })
        {
            await search.Quarters(account, selection, 10, none);
            await search.Newest(account, terms, selection, null, 50, none);
            await search.Newest(account, terms, selection, new EntryPosition(Sunday.Date, Now, ids[0]), 50, none);
            await search.NewestWithout(account, terms, selection, 50, none);
            await search.Count(account, terms, selection, 50, none);
        }

        await search.Sources(account, none);
        await search.Counts(account, [terms, terms], 50, none);
        await vocabulary.Known(account, 8104, [Run(1, 9)], none);
        await vocabulary.OfQuarter(account, 8104, 50, none);
        await vocabulary.Newest(account, 50, none);
        await vocabulary.Since(account, Now, 50, none);
        await vocabulary.SharedBy(account, ids[0], none);
        await unindexed.Find(account, ids[0], none);
        await unindexed.Page(account, ids[0], 50, none);
    }

    private async Task ReadMedia(AccountId account)
    {
        var (none, photo) = (CancellationToken.None, new MediaId(Guid.CreateVersion7()));
        var media = new MediaReader(diary.Database);
        await media.Find(account, [photo], none);
        await media.Expired(Now, 200, none);
        var storage = new StorageStore(diary.Database);
        await storage.Used(account, none);
        await storage.HolderOf(account, Run(1, 32), none);
        await storage.Find(account, [photo], none);
        await storage.Parts(account, photo, none);
        await storage.ContentOf(account, photo, none);
        await media.Ready(account, default, 10, none);
        await storage.PartsAt(account, [photo], 0, none);
        await storage.Loose(null, 200, none);
        await storage.Loose(account, 200, none);
        await storage.Forget(account, photo, none);
        await storage.KeepThumbnail(account, photo, [1], [2], [3], none);
        await storage.KeepPart(account, photo, 1, [1], Now, none);
    }

    private async Task ReadFacebook(AccountId account, IReadOnlyCollection<EntryId> entries)
    {
        var none = CancellationToken.None;
        var connections = new ConnectionReader(diary.Database);
        await connections.Find(account, none);
        await connections.ConnectedTo(Run(1, 16), none);
        var origins = new OriginReader(diary.Database);
        await origins.Known(account, [Run(1, 16)], [Run(2, 16)], none);
        await origins.Shown(account, Now, Now.AddDays(1), 50, none);
        await origins.Of(account, entries, none);
        await new PublicationReader(diary.Database).Of(account, entries, none);
        var vault = new VaultStore(diary.Database);
        await vault.TakeConsent(Guid.CreateVersion7(), none);
        await vault.FindSlots(account, SlotKind.ExternalId, entries, none);
    }

    private async Task ReadSessions(AccountId account)
    {
        var slots = new SessionSlots(diary.Database);
        var session = Guid.CreateVersion7();
        await slots.Of(account, Now, CancellationToken.None);
        await slots.Begin(account, session, Run(1, 80), Now.AddDays(30), Bytes.Empty,
            new VaultWrite.AddAuditRecord(account, session, Now, AuditAction.SignedIn, null, [1]));
        await slots.Advance(account, session, 1, Run(1, 80), Run(2, 80), Now.AddDays(31));
        await slots.Has(account, session, 1);
        await slots.Lives([(account, session, 1)], CancellationToken.None);
        await slots.EndOthers(account, session, audit: null);
        await slots.End(account, session, audit: null);
        await new VaultStore(diary.Database).Tell(
            new VaultWrite.AddAuditRecord(account, session, Now, AuditAction.RecoveryBundleRead, null, [1]), CancellationToken.None);
        await new AuditReader(diary.Database).Page(account, new AuditPosition(Now, session), 50, CancellationToken.None);
    }

    /// <summary>5,000 entries of 25 accounts, some of them edited or in the trash, and some thousand sign-ins.</summary>
    private async Task<(AccountId Account, IReadOnlyList<EntryId> Entries)> Fill()
    {
        var owners = Enumerable.Range(0, 25)
            .Select(_ => (Id: NewAccount(), Entries: Enumerable.Range(0, 200).Select(_ => NewEntry()).ToList())).ToList();
        await diary.Append(owners.SelectMany(o => o.Entries.Select((e, i) => Append(o.Id, e, 0, [.. Life(o.Id, e, i)]))));
        await diary.Execute(
            """
            INSERT INTO read.accounts SELECT gen_random_uuid(), sha256(i::text::bytea), 1, 'Europe/Vienna', '\x00', 1, false, 1, now(), 1
            FROM generate_series(1, 5000) i
            """);
        await diary.Execute(
            """
            INSERT INTO vault.key_slots SELECT gen_random_uuid(), 1 + i % 3, gen_random_uuid(), 0, '\x00',
                CASE i % 3 WHEN 2 THEN now() + i * interval '1 minute' ELSE 'infinity' END
            FROM generate_series(1, 9000) i
            """);
        await diary.Execute(
            """
            INSERT INTO read.publications SELECT account_id, gen_random_uuid(), entry_id, 3, 1, created_at, created_at FROM read.entries
            """);
        await diary.Execute(
            """
            INSERT INTO read.connections SELECT gen_random_uuid(), sha256(i::text::bytea), 1, now(), NULL, true, false, 60, 1, NULL
            FROM generate_series(1, 5000) i
            """);
        await diary.Execute(
            """
            INSERT INTO read.entry_origins
            SELECT account_id, entry_id, sha256(entry_id::text::bytea), sha256(entry_id::text::bytea), '\x01', created_at, NULL
            FROM read.entries
            """);
        await diary.Execute(
            """
            INSERT INTO vault.audit_log SELECT gen_random_uuid(), now() - i * interval '1 minute', gen_random_uuid(), 1, NULL, '\x00'
            FROM generate_series(1, 9000) i
            """);
        await diary.Execute(
            """
            WITH files AS (SELECT gen_random_uuid() AS account, gen_random_uuid() AS media, i FROM generate_series(1, 9000) i),
            stored AS (INSERT INTO vault.storage SELECT account, i FROM files),
            loose AS (INSERT INTO vault.loose_media SELECT account, media FROM files),
            contents AS (INSERT INTO vault.media_contents SELECT account, media, i, sha256(i::text::bytea), true FROM files)
            INSERT INTO read.media SELECT account, media, 1 + i % 3, i, now(), CASE i % 3 WHEN 0 THEN now() END FROM files
            """);
        await diary.Execute("ANALYZE");
        return owners[7];
    }

    private static IEnumerable<EntryEvent> Life(AccountId owner, EntryId entry, int number)
    {
        var day = Sunday with { Date = Sunday.Date.AddDays(-number) };
        var index = Indexed(Token((byte)(number % 10)), Run((byte)number, 45), Tag((byte)(number % 7)), Tag((byte)(7 + (number % 5)))) with
        {
            WordCount = Run(1, 4),
            Words = [Word((byte)number)],
        };
        yield return Written(owner, entry, day, index, number % 4 == 0 ? EntrySource.Facebook : EntrySource.Diary, Now.AddDays(-number))
            with
        {
            Media = number % 9 == 0 ? [new MediaId(Guid.CreateVersion7())] : [],
        };
        if (number % 3 == 0)
        {
            yield return Edited(day, index, Now.AddHours(-number));
        }

        if (number % 20 == 0)
        {
            yield return new EntryEvent.Deleted(Now.AddDays(number), Phone, Now);
        }
    }

    /// <summary>What Npgsql reports to have sent while <paramref name="read"/> ran.</summary>
    private static async Task<IReadOnlyCollection<string>> StatementsOf(Func<Task> read)
    {
        using var source = new ActivitySource(nameof(QueryPlanTests));
        var sent = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s == source || s.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = sent.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var ours = source.StartActivity()!;
        await read();
        return [.. sent.Where(a => a.TraceId == ours.TraceId)
            .Select(a => (a.GetTagItem("db.query.text") ?? a.GetTagItem("db.statement")) as string)
            .OfType<string>()
            .SelectMany(t => t.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) // batches
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The plan for whatever parameters may come: what a statement that repeats ends with.</summary>
    private static async Task<IReadOnlyList<(string Node, string Table)>> Plan(NpgsqlConnection connection, string statement)
    {
        // As the reader has it: what no index serves is scanned all the same.
        var scans = statement.Contains("::tsquery", StringComparison.Ordinal) ? "off" : "on";
        var parameters = Enumerable.Range(1, 20).Count(i => statement.Contains($"${i}", StringComparison.Ordinal));
        await using var command = new NpgsqlCommand(
            $"SET enable_seqscan = {scans}; SET plan_cache_mode = force_generic_plan; PREPARE planned AS {statement}", connection);
        await command.ExecuteNonQueryAsync();
        var values = parameters == 0 ? "" : $"({string.Join(", ", Enumerable.Repeat("NULL", parameters))})";
        command.CommandText = $"EXPLAIN (FORMAT JSON) EXECUTE planned {values}";
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
        command.CommandText = "DEALLOCATE planned";
        await command.ExecuteNonQueryAsync();
        return [.. Nodes(plan.RootElement[0].GetProperty("Plan"))];
    }

    private static IEnumerable<(string Node, string Table)> Nodes(JsonElement plan)
    {
        yield return (plan.GetProperty("Node Type").GetString()!,
            plan.TryGetProperty("Relation Name", out var table) ? table.GetString()! : "");
        if (plan.TryGetProperty("Plans", out var below))
        {
            foreach (var node in below.EnumerateArray().SelectMany(Nodes))
            {
                yield return node;
            }
        }
    }
}
