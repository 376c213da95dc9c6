using System.Globalization;
using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Entries;

public abstract class EntryPagingTests(DiaryFixture diary, Tier tier)
{
    private const string Query =
        "query ($first: Int, $after: String, $order: EntryOrder, $filter: EntryFilter) { entries(first: $first, after: $after, order: "
        + "$order, filter: $filter) "
        + "{ totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } "
        + "nodes { id entryDate updatedAt } } }";

    private static readonly string[] Orders = ["ENTRY_DATE_DESC", "ENTRY_DATE_ASC", "UPDATED_AT_DESC"];

    [Theory]
    [InlineData("ENTRY_DATE_DESC")]
    [InlineData("ENTRY_DATE_ASC")]
    [InlineData("UPDATED_AT_DESC")]
    public async Task Pages_give_every_entry_once_and_in_order_also_among_equal_days(string order)
    {
        using var client = await diary.SignUp(tier);
        var ids = await Write(client, 23, i => i / 7);
        var nodes = await Walk(client, order, 4);
        Assert.Equal(ids.Order(), nodes.Select(n => n.Text("id")).Order());
        var keys = nodes.Select(n => (Key: n.Text(order == "UPDATED_AT_DESC" ? "updatedAt" : "entryDate")!, Id: n.Text("id")!)).ToList();
        var sorted = keys.OrderBy(k => k.Key, StringComparer.Ordinal).ThenBy(k => k.Id, StringComparer.Ordinal);
        Assert.Equal(order == "ENTRY_DATE_ASC" ? sorted : sorted.Reverse(), keys);
    }

    [Theory]
    [InlineData("ENTRY_DATE_DESC")]
    [InlineData("ENTRY_DATE_ASC")]
    public async Task Entries_that_come_while_pages_are_walked_neither_hide_nor_repeat_others(string order)
    {
        using var client = await diary.SignUp(tier);
        var ids = await Write(client, 12, i => i / 5);
        var seen = new List<string>();
        string? after = null;
        for (var page = 0; ; page++)
        {
            var entries = await Page(client, 3, after, order);
            seen.AddRange(entries.At("nodes").Texts("id")!);
            await Write(client, 2, i => i * 2); // before and behind the cursor
            if (!entries.At("pageInfo.hasNextPage").GetBoolean() || page > 30)
            {
                break;
            }

            after = entries.Text("pageInfo.endCursor");
        }

        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ids.Order(), seen.Intersect(ids, StringComparer.Ordinal).Order());
    }

    [Fact]
    public async Task A_page_says_where_it_stands()
    {
        using var client = await diary.SignUp(tier);
        await Write(client, 3, i => i);
        var first = await Page(client, 2, null);
        Assert.Equal((3, true, false),
            (first.Number("totalCount"), first.At("pageInfo.hasNextPage").GetBoolean(), first.At("pageInfo.hasPreviousPage").GetBoolean()));
        Assert.Equal(first.At("edges").Texts("cursor"), [first.Text("pageInfo.startCursor"), first.Text("pageInfo.endCursor")]);
        Assert.Equal(first.At("nodes").Texts("id"), first.At("edges").Texts("node.id"));
        var second = await Page(client, 2, first.Text("pageInfo.endCursor"));
        Assert.Equal(
            (3, false, true), (second.Number("totalCount"), second.At("pageInfo.hasNextPage").GetBoolean(),
                second.At("pageInfo.hasPreviousPage").GetBoolean()));
        var last = await Page(client, 2, second.Text("pageInfo.endCursor"));
        Assert.Equal(
            (0, false, true), (last.At("edges").GetArrayLength(), last.At("pageInfo.hasNextPage").GetBoolean(),
                last.At("pageInfo.hasPreviousPage").GetBoolean()));
        Assert.Equal((true, true), (last.IsNull("pageInfo.startCursor"), last.IsNull("pageInfo.endCursor")));
    }

    [Fact]
    public async Task A_page_may_be_empty_or_of_a_hundred()
    {
        using var client = await diary.SignUp(tier);
        await Write(client, 3, i => i);
        var empty = await Page(client, 0, null);
        Assert.Equal(
            (0, 3, true), (empty.At("nodes").GetArrayLength(), empty.Number("totalCount"), empty.At("pageInfo.hasNextPage").GetBoolean()));
        var all = await Page(client, 100, null);
        Assert.Equal((3, false), (all.At("nodes").GetArrayLength(), all.At("pageInfo.hasNextPage").GetBoolean()));
    }

    [Theory]
    [InlineData(101)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task A_page_of_any_other_size_is_refused(int first)
    {
        using var client = await diary.SignUp(tier);
        Assert.Equal("INVALID_PAGE_SIZE", (await client.Send(Query, new { first })).Codes());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AQFAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    public async Task What_is_no_cursor_is_refused(string after)
    {
        using var client = await diary.SignUp(tier);
        var body = await client.Send(Query, new { after });
        Assert.Equal(("INVALID_CURSOR", "after"), (body.Codes(), body.Text("errors.0.extensions.argument")));
    }

    [Fact]
    public async Task A_cursor_of_another_order_or_list_is_refused()
    {
        using var client = await diary.SignUp(tier);
        await Write(client, 2, i => i);
        foreach (var made in Orders)
        {
            var cursor = (await Page(client, 1, null, made)).Text("pageInfo.endCursor");
            foreach (var used in Orders.Where(o => o != made))
            {
                Assert.Equal("INVALID_CURSOR", (await client.Send(Query, new { after = cursor, order = used })).Codes());
            }

            Assert.Equal(
                "INVALID_CURSOR",
                (await client.Send("query ($after: String) { entries(first: 1) { nodes { revisions(after: $after) { totalCount } } } }",
                    new { after = cursor })).Codes());
        }
    }

    [Fact]
    public async Task A_cursor_outlives_the_entry_that_it_was_made_of()
    {
        using var client = await diary.SignUp(tier);
        var ids = await Write(client, 3, i => i);
        var first = await Page(client, 1, null, "ENTRY_DATE_ASC");
        await client.Move("purgeEntry", ids[0]);
        Assert.Equal(ids[1..], (await Page(client, 5, first.Text("pageInfo.endCursor"), "ENTRY_DATE_ASC")).At("nodes").Texts("id"));
    }

    [Fact]
    public async Task The_newest_day_comes_first_unless_ordered_otherwise()
    {
        using var client = await diary.SignUp(tier);
        var ids = await Write(client, 3, i => i);
        Assert.Equal(ids.Reverse(), (await client.Data("{ entries { nodes { id } } }")).At("entries.nodes").Texts("id"));
        await client.EditEntry(Guid.Parse(ids[0]), 1, new { body = "again" });
        Assert.Equal(
            ids[0], (await client.Data("{ entries(order: UPDATED_AT_DESC, first: 1) { nodes { id } } }")).Text("entries.nodes.0.id"));
    }

    private static async Task<JsonElement> Page(DiaryClient client, int first, string? after, string? order = "ENTRY_DATE_DESC") =>
        (await client.Data(Query, new { first, after, order })).At("entries");

    private static async Task<IReadOnlyList<JsonElement>> Walk(DiaryClient client, string order, int size)
    {
        var nodes = new List<JsonElement>();
        for (var page = await Page(client, size, null, order); ; page = await Page(client, size, page.Text("pageInfo.endCursor"), order))
        {
            nodes.AddRange(page.At("nodes").EnumerateArray());
            if (!page.At("pageInfo.hasNextPage").GetBoolean())
            {
                return nodes;
            }
        }
    }

    /// <summary>Writes entries on days of 2026, the first of them on the day that <paramref name="day"/> gives for 0.</summary>
    private static async Task<string[]> Write(DiaryClient client, int count, Func<int, int> day)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            var id = Guid.CreateVersion7();
            ids[i] = id.ToString();
            var date = new DateOnly(2026, 1, 1).AddDays(day(i)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Assert.Equal("", (await client.CreateEntry(id, new { body = "x" }, date)).Problems());
        }

        return ids;
    }
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceEntryPagingTests(DiaryFixture diary) : EntryPagingTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EEntryPagingTests(DiaryFixture diary) : EntryPagingTests(diary, Tier.E2E);
