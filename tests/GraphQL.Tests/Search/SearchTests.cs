using Diary.TestKit;

namespace Diary.GraphQL.Tests.Search;

public sealed class SearchTests(DiaryFixture diary)
{
    internal const string Query =
        """
        query ($query: String, $first: Int = 20, $after: String, $filter: EntryFilter) {
          search(query: $query, first: $first, after: $after, filter: $filter) {
            totalCount totalIsLowerBound pageInfo { hasNextPage endCursor }
            edges { score snippet node { id content { ... on PlainContent { title body } } } }
          }
        }
        """;

    [Fact]
    public async Task A_query_finds_what_has_all_of_its_words_whatever_their_form()
    {
        using var client = await Diary(
            ("2026-01-01", "Walking by the river", "We walked along the river with the dogs."),
            ("2026-01-02", null, "A quiet day. The dog slept."),
            ("2025-07-03", null, "Rivers of rain, no walk."));
        await AssertFinds(client, "walks river", "Rivers of rain", "We walked along");
        await AssertFinds(client, "RIVERS dogs", "We walked along");
        await AssertFinds(client, "dog", "We walked along", "A quiet day");
        await AssertFinds(client, "dog or rain", "We walked along", "A quiet day", "Rivers of rain");
        await AssertFinds(client, "river -rain", "We walked along");
        await AssertFinds(client, "-river", "A quiet day");
        await AssertFinds(client, "\"quiet day\"", "A quiet day");
        await AssertFinds(client, "\"day quiet\"");
        await AssertFinds(client, "the river", "We walked along", "Rivers of rain");
        await AssertFinds(client, "elephant");
        await AssertFinds(client, "");
        await AssertFinds(client, " \t\0 ... ");
    }

    [Fact]
    public async Task The_best_match_comes_first_and_shows_where_it_matched()
    {
        using var client = await Diary(
            ("2026-01-01", null, "Rain at noon, then more of this and that, and a long walk home through the <wet> streets."),
            ("2026-01-02", "Rain", "It would not stop."),
            ("2026-01-03", null, "Rain, rain and rain."));
        var edges = (await client.Data(Query, new { query = "rain" })).At("search.edges").EnumerateArray().ToList();
        Assert.Equal(3, edges.Count);
        Assert.Equal(edges.Select(e => e.At("score").GetDouble()).OrderDescending(), edges.Select(e => e.At("score").GetDouble()));
        Assert.Equal("<mark>Rain</mark>, <mark>rain</mark> and <mark>rain</mark>.",
            edges.Single(e => e.Text("node.content.body")!.StartsWith("Rain,", StringComparison.Ordinal)).Text("snippet"));
        Assert.StartsWith("Rain at noon", edges[2].Text("node.content.body"), StringComparison.Ordinal);
        Assert.Contains("&lt;wet&gt;", edges[2].Text("snippet"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_finds_words_that_begin_with_it_and_suggestions_name_them()
    {
        using var client = await Diary(
            ("2026-01-01", null, "The gardener planted roses in the garden."),
            ("2026-01-02", null, "A garden party with Gardenia."),
            ("2026-04-02", null, "The gate was open, the garden green."));
        await AssertFinds(client, "gard*", "The gardener", "A garden party", "The gate");
        await AssertFinds(client, "gardene*", "The gardener");
        await AssertFinds(client, "gat*", "The gate");
        await AssertFinds(client, "zebr*");
        Assert.Equal(["garden", "gardener", "gardenia"], await Suggest(client, "gard"));
        Assert.Equal(["garden"], await Suggest(client, "GARD", 1));
        Assert.Empty(await Suggest(client, "zebra"));
        Assert.Empty(await Suggest(client, ""));
    }

    [Fact]
    public async Task A_small_typo_is_forgiven_where_the_word_is_nowhere()
    {
        using var client = await Diary(
            ("2026-01-01", null, "Breakfast with Beatrice."), ("2026-01-02", null, "Dinner alone, a form to fill."));
        await AssertFinds(client, "braekfast", "Breakfast with");
        await AssertFinds(client, "beatrixe breakfast", "Breakfast with");
        await AssertFinds(client, "from"); // four letters: no typo, and a stop word
        await AssertFinds(client, "dinnr", "Dinner alone");
        await AssertFinds(client, "dixxxr");
    }

    [Fact]
    public async Task Filters_narrow_a_search()
    {
        using var client = await diary.SignUp();
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "Snow one", tags = new[] { "winter" } }, "2026-01-01");
        await client.CreateEntry(Guid.CreateVersion7(), new { body = "Snow two", mood = "calm" }, "2026-02-01");
        var gone = Guid.CreateVersion7();
        await client.CreateEntry(gone, new { body = "Snow three" }, "2026-05-01");
        await client.Data("mutation ($id: ID!) { deleteEntry(input: { id: $id }) { problems { code } } }", new { id = gone });
        await AssertFinds(client, "snow", new { }, "Snow one", "Snow two");
        await AssertFinds(client, "snow", new { tags = new[] { "Winter" } }, "Snow one");
        await AssertFinds(client, "snow", new { mood = "calm" }, "Snow two");
        await AssertFinds(client, "snow", new { from = "2026-01-02" }, "Snow two");
        await AssertFinds(client, "snow", new { to = "2026-01-31", source = "DIARY" }, "Snow one");
        await AssertFinds(client, "snow", new { source = "IMPORT" });
        await AssertFinds(client, "snow", new { deleted = true }, "Snow three");
        await AssertFinds(client, "-one", new { from = "2026-01-01", to = "2026-03-31" }, "Snow two");
    }

    [Fact]
    public async Task An_edit_is_found_at_once_and_what_it_replaced_no_more()
    {
        using var client = await diary.SignUp();
        var id = Guid.CreateVersion7();
        await client.CreateEntry(id, new { body = "A pear tree" }, "2026-01-01");
        await client.EditEntry(id, 1, new { body = "An apple tree" });
        await AssertFinds(client, "pear");
        await AssertFinds(client, "apple", "An apple tree");
        await client.Data(
            "mutation ($input: EditEntryInput!) { editEntry(input: $input) { problems { code } } }",
            new { input = new { id, expectedVersion = 2, entryDate = "2025-01-01" } });
        await AssertFinds(client, "apple", new { to = "2025-12-31" }, "An apple tree");
        await client.Data(
            "mutation ($input: RestoreRevisionInput!) { restoreRevision(input: $input) { problems { code } } }",
            new { input = new { id, expectedVersion = 3, version = 1 } });
        await AssertFinds(client, "pear", new { from = "2026-01-01" }, "A pear tree");
        await AssertFinds(client, "apple");
        await client.Data("mutation ($id: ID!) { purgeEntry(input: { id: $id }) { problems { code } } }", new { id });
        await AssertFinds(client, "pear");
        Assert.Empty(await Suggest(client, "pea"));
    }

    [Fact]
    public async Task Each_language_is_searched_by_its_own_stems()
    {
        using var client = await Diary(
            ("2026-01-01", null, "Die Häuser am Fluss waren alle schon sehr alt, und wir gingen nicht mehr weiter."),
            ("2026-01-02", null, "Les maisons de la rue sont belles et les enfants jouent dans le jardin avec nous."),
            ("2026-01-03", null, "The houses were old and we did not go on with them."),
            ("2026-01-04", null, "東京に住んでいます。"));
        await AssertFinds(client, "haus", "Die Häuser");
        await AssertFinds(client, "hauser", "Die Häuser");
        await AssertFinds(client, "maison enfant", "Les maisons");
        await AssertFinds(client, "house", "The houses");
        await AssertFinds(client, "die häuser", "Die Häuser");
        await AssertFinds(client, "東京", "東京に");
    }

    [Fact]
    public async Task Pages_go_on_where_the_one_before_ended()
    {
        using var client = await diary.SignUp();
        for (var i = 0; i < 7; i++)
        {
            await client.CreateEntry(Guid.CreateVersion7(), new { body = $"Wind number {i}" }, $"2026-01-0{i + 1}");
        }

        var (seen, after) = (new List<string>(), default(string));
        do
        {
            var page = (await client.Data(Query, new { query = "wind", first = 3, after })).At("search");
            Assert.Equal(7, page.At("totalCount").GetInt32());
            Assert.False(page.At("totalIsLowerBound").GetBoolean());
            seen.AddRange(page.At("edges").EnumerateArray().Select(e => e.Text("node.content.body")!));
            after = page.At("pageInfo.hasNextPage").GetBoolean() ? page.Text("pageInfo.endCursor") : null;
        }
        while (after is not null);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"Wind number {6 - i}"), seen);
    }

    [Fact]
    public async Task What_cannot_be_searched_for_is_refused_with_the_argument()
    {
        using var client = await diary.SignUp();
        await Refused("BAD_REQUEST", "query", "{ search { totalCount } }");
        await Refused("BAD_REQUEST", "query", Query, new { query = new string('a', 1001) });
        await Refused("BAD_REQUEST", "query", Query, new { query = string.Join(' ', Enumerable.Range(0, 33).Select(i => $"w{i}")) });
        await Refused("TIER_MISMATCH", "tokens", "{ search(tokens: [[\"AAAAAAAAAAAA\"]]) { totalCount } }");
        await Refused("INVALID_CURSOR", "after", Query, new { query = "a", after = "nonsense" });
        await Refused("BAD_REQUEST", "prefix", "query ($p: String!) { suggest(prefix: $p) }", new { p = new string('a', 1001) });

        async Task Refused(string code, string argument, string query, object? variables = null)
        {
            var body = await client.Send(query, variables);
            Assert.Equal((code, argument), (body.Codes(), body.Text("errors.0.extensions.argument")));
        }
    }

    internal static async Task<IEnumerable<string>> Suggest(DiaryClient client, string prefix, int first = 10) =>
        (await client.Data("query ($prefix: String!, $first: Int) { suggest(prefix: $prefix, first: $first) }", new { prefix, first }))
        .At("suggest").EnumerateArray().Select(w => w.GetString()!);

    internal static Task AssertFinds(DiaryClient client, string query, params string[] beginnings) =>
        AssertFinds(client, query, new { }, beginnings);

    internal static async Task AssertFinds(DiaryClient client, string query, object filter, params string[] beginnings)
    {
        var found = (await client.Data(Query, new { query, filter })).At("search");
        var bodies = found.At("edges").EnumerateArray().Select(e => e.Text("node.content.body")!).ToList();
        Assert.True(
            beginnings.Length == bodies.Count
                && beginnings.All(b => bodies.Exists(body => body.StartsWith(b, StringComparison.Ordinal))),
            $"'{query}' found {string.Join(" | ", bodies)}");
        Assert.Equal(beginnings.Length, found.At("totalCount").GetInt32());
    }

    private async Task<DiaryClient> Diary(params (string Date, string? Title, string Body)[] entries)
    {
        var client = await diary.SignUp();
        foreach (var (date, title, body) in entries)
        {
            await client.CreateEntry(Guid.CreateVersion7(), new { title, body }, date);
        }

        return client;
    }
}
