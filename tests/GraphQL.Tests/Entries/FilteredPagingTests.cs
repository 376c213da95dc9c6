using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Entries;

/// <summary>Every filter that both tiers have goes with every order and with pages.</summary>
public abstract class FilteredPagingTests(DiaryFixture diary, Tier tier)
{
    private const string Query =
        """
        query ($filter: EntryFilter, $order: EntryOrder, $after: String) {
          entries(first: 2, filter: $filter, order: $order, after: $after) {
          totalCount pageInfo { hasNextPage endCursor } nodes { content { ... on PlainContent { body } } } } }
        """;

    [Fact]
    public async Task Each_filter_in_each_order_gives_what_fits_and_no_more_page_by_page()
    {
        using var client = await diary.SignUp(tier);
        var written = new List<(Guid Id, string Day, string[] Tags, bool Deleted)>();
        for (var i = 0; i < 12; i++)
        {
            string[] tags = [.. i % 2 == 0 ? ["even"] : Array.Empty<string>(), .. i % 3 == 0 ? ["third"] : Array.Empty<string>()];
            written.Add((Guid.CreateVersion7(), $"2026-01-{10 - (i / 2):00}", tags, i % 4 == 3));
            await client.CreateEntry(written[i].Id, new { body = $"{i}", tags }, written[i].Day);
        }

        foreach (var (id, _, _, _) in written.Where(w => w.Deleted))
        {
            await client.Move("deleteEntry", id.ToString());
        }

        var tokens = (await client.Data("{ tags { name token } }")).At("tags").EnumerateArray()
            .ToDictionary(t => t.Text("name")!, t => t.Text("token")!);
        var later = (await client.Data("{ entries(order: UPDATED_AT_DESC) { nodes { id } } }")).At("entries.nodes").Texts("id");
        Assert.Equal(written.Where(w => !w.Deleted).Reverse().Select(w => w.Id.ToString()), later);
        foreach (var order in new[] { "ENTRY_DATE_DESC", "ENTRY_DATE_ASC", "UPDATED_AT_DESC" })
        {
            foreach (var deleted in new[] { false, true })
            {
                foreach (var tags in new[] { [], ["even"], ["third"], new[] { "third", "even" } })
                {
                    foreach (var (from, to) in new[] { (null, null), ("2026-01-06", "2026-01-08"), ("2026-01-07", null) })
                    {
                        var fits = written.Index().Where(w => w.Item.Deleted == deleted && tags.All(w.Item.Tags.Contains)
                                && string.CompareOrdinal(w.Item.Day, from) >= 0
                                && (to is null || string.CompareOrdinal(w.Item.Day, to) <= 0))
                            .OrderBy(w => order == "UPDATED_AT_DESC" ? "" : w.Item.Day, StringComparer.Ordinal)
                            .ThenBy(w => w.Index).Select(w => $"{w.Index}");
                        var filter = new { from, to, deleted, tagTokens = tags.Select(t => tokens[t]), source = "DIARY" };
                        Assert.Equal(order == "ENTRY_DATE_ASC" ? fits : fits.Reverse(), await Walk(client, filter, order));
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Names_and_moods_filter_where_the_server_can_know_them()
    {
        using var client = await diary.SignUp(tier);
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "calm", mood = "calm", tags = new[] { "walk" } });
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "loud", mood = "loud", tags = new[] { "walk" } });
        foreach (var order in new[] { "ENTRY_DATE_DESC", "ENTRY_DATE_ASC", "UPDATED_AT_DESC" })
        {
            var body = await client.Send(Query, new { filter = new { mood = "calm", tags = new[] { "walk" } }, order });
            if (tier == Tier.E2E)
            {
                Assert.Equal("TIER_MISMATCH", body.Codes());
                continue;
            }

            Assert.Equal(["calm"], body.At("data.entries.nodes").Texts("content.body"));
            Assert.Equal(1, body.Number("data.entries.totalCount"));
        }
    }

    private static async Task<IReadOnlyList<string?>> Walk(DiaryClient client, object filter, string order)
    {
        var bodies = new List<string?>();
        int? total = null;
        for (string? after = null; ;)
        {
            var page = (await client.Data(Query, new { filter, order, after })).At("entries");
            bodies.AddRange(page.At("nodes").Texts("content.body"));
            Assert.Equal(total ??= page.Number("totalCount"), page.Number("totalCount"));
            if (!page.At("pageInfo.hasNextPage").GetBoolean())
            {
                Assert.Equal(total, bodies.Count);
                return bodies;
            }

            after = page.Text("pageInfo.endCursor");
        }
    }
}

/// <summary>The same in the tier whose texts the server reads.</summary>
public sealed class UceFilteredPagingTests(DiaryFixture diary) : FilteredPagingTests(diary, Tier.Uce);

/// <summary>The same in the tier whose texts only the client reads.</summary>
public sealed class E2EFilteredPagingTests(DiaryFixture diary) : FilteredPagingTests(diary, Tier.E2E);
