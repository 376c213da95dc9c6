using System.Text.Json;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Projections.Entries;
using Npgsql;

namespace Diary.Projections.Tests.Entries;

/// <summary>A page costs the same wherever it lies in the list: as many rows are touched as it shows, and none is sorted.</summary>
public sealed class PageDepthTests(TestDiary diary) : IClassFixture<TestDiary>
{
    private const int Entries = 20_000;
    private const int Limit = 51;
    private static readonly AccountId Ada = new(new Guid("00000000-0000-4000-8000-000000000001"));
    private static readonly Bytes Every = Token(1);
    private static readonly Bytes Rare = Token(2);

    [Fact]
    public async Task Each_order_of_each_filter_touches_no_more_rows_than_it_shows()
    {
        await Fill();
        await using var connection = await diary.Database.OpenConnectionAsync();
        foreach (var order in Enum.GetValues<EntryOrder>())
        {
            foreach (var inTrash in new[] { false, true })
            {
                EntryQuery[] queries =
                [
                    new(order, inTrash), new(order, inTrash, Tags: [Every]), new(order, inTrash, Tags: [Rare, Every]),
                    new(order, inTrash, Mood: Token(9)), new(order, inTrash, Source: EntrySource.Facebook),
                    new(order, inTrash, Source: EntrySource.Diary),
                ];
                foreach (var query in queries)
                {
                    var (first, deep) = (await Touched(connection, query, null), await Touched(connection, query, await Deep(order)));
                    Assert.True(first is > 0 and <= 8 * Limit, $"{query} touches {first} rows on its first page");
                    Assert.True(deep <= 8 * Limit, $"{query} touches {deep} rows deep in the list");
                }
            }
        }
    }

    [Fact]
    public async Task The_tag_that_few_entries_carry_is_walked_whichever_is_named_first()
    {
        await Fill();
        var page = await new EntryReader(diary.Database).Page(Ada, new EntryQuery(Tags: [Every, Rare]), null, 20, CancellationToken.None);
        Assert.Equal(4, page.Count);
        await using var connection = await diary.Database.OpenConnectionAsync();
        Assert.InRange(await Touched(connection, new EntryQuery(Tags: [Rare, Every]), null), 4, 40);
        Assert.InRange(await Touched(connection, new EntryQuery(Tags: [Every, Rare]), null), Entries / 3, int.MaxValue); // it would matter
    }

    private async Task Fill()
    {
        if (await diary.Scalar<long>("SELECT count(*) FROM read.entries") > 0)
        {
            return;
        }

        await diary.Execute(
            $"""
            INSERT INTO read.entries (account_id, entry_id, version, sealed_at, entry_date, time_zone, source, mood, created_at, updated_at,
                deleted_at)
            SELECT '{Ada}', gen_random_uuid(), 1, 1, '2026-01-01'::date - i / 4, 'UTC', CASE WHEN i % 3 = 0 THEN 2 ELSE 1 END,
                CASE WHEN i % 4 < 2 THEN $1 END, now(), timestamptz '2026-01-01' - i * 7919 % {Entries} * interval '1 minute',
                CASE WHEN i % 2 = 0 THEN now() END
            FROM generate_series(0, {Entries - 1}) i
            """, Token(9).ToArrayUnsafe());
        const string tag =
            """
            INSERT INTO read.entry_tags (account_id, entry_id, token, sealed_name, position, in_trash, entry_date, updated_at)
            SELECT account_id, entry_id, $1, '\x01', 1, deleted_at IS NOT NULL, entry_date, updated_at FROM read.entries
            """;
        await diary.Execute(tag, Every.ToArrayUnsafe());
        // Four entries of each day, two of them in the trash.
        await diary.Execute(tag + " WHERE entry_date IN ('2026-01-01', '2012-07-01')", Rare.ToArrayUnsafe());
        await diary.Execute("VACUUM ANALYZE read.entries, read.entry_tags");
    }

    /// <summary>Where nine tenths of the list are passed.</summary>
    private async Task<EntryPosition> Deep(EntryOrder order) => new(
        await diary.Scalar<DateOnly>(
            $"SELECT percentile_disc({(order == EntryOrder.EntryDateAsc ? "0.9" : "0.1")}) WITHIN GROUP (ORDER BY entry_date) "
            + "FROM read.entries"),
        new DateTimeOffset(
            await diary.Scalar<DateTime>("SELECT percentile_disc(0.1) WITHIN GROUP (ORDER BY updated_at) FROM read.entries")),
        new EntryId(Guid.Empty));

    /// <summary>The rows that were read from tables and indexes, and those that were sorted, under a plan for whatever may come.</summary>
    private static async Task<double> Touched(NpgsqlConnection connection, EntryQuery query, EntryPosition? after)
    {
        var selection = new EntrySelection(Ada, query);
        var statement = selection.Page("e.entry_id, e.version", after, Limit);
        await using var command = new NpgsqlCommand(
            $"SET plan_cache_mode = force_generic_plan; PREPARE page AS {statement}", connection);
        await command.ExecuteNonQueryAsync();
        command.CommandText =
            $"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE page ({string.Join(", ", selection.Parameters.Select(Literal))})";
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
        command.CommandText = "DEALLOCATE page";
        await command.ExecuteNonQueryAsync();
        return Rows(plan.RootElement[0].GetProperty("Plan"));
    }

    private static double Rows(JsonElement node)
    {
        var kind = node.GetProperty("Node Type").GetString()!;
        var below = node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().Sum(Rows) : 0;
        return below + (kind.Contains("Scan", StringComparison.Ordinal) || kind.Contains("Sort", StringComparison.Ordinal)
            ? node.GetProperty("Actual Loops").GetDouble() * (node.GetProperty("Actual Rows").GetDouble() + Removed(node)) : 0);
    }

    private static double Removed(JsonElement node) =>
        node.TryGetProperty("Rows Removed by Filter", out var removed) ? removed.GetDouble() : 0;

    private static string Literal(object parameter) => parameter switch
    {
        byte[] bytes => $"'\\x{Convert.ToHexString(bytes)}'",
        Guid id => $"'{id}'",
        DateOnly day => $"'{day:yyyy-MM-dd}'",
        DateTimeOffset time => $"'{time:O}'",
        _ => parameter.ToString()!,
    };
}
