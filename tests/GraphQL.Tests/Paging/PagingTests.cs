using System.Text.Json.Nodes;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Paging;
using Diary.GraphQL.Tests.Execution;
using Diary.GraphQL.Tests.Http;

namespace Diary.GraphQL.Tests.Paging;

public sealed class PagingTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    private const string Walk = """
        query($first: Int, $after: String) {
          books(first: $first, after: $after) {
            edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          }
        }
        """;

    [Fact]
    public async Task A_walk_meets_every_row_once()
    {
        var ids = new List<string>();
        string? after = null;
        JsonNode page;
        do
        {
            page = (await library.Server.Post(Walk, new { first = 37, after })).Data!["books"]!;
            var edges = page["edges"]!.AsArray();
            ids.AddRange(edges.Select(edge => Text(edge!["node"]!["id"])!));
            Assert.Equal(edges.Select(edge => Text(edge!["node"]!["id"])), page["nodes"]!.AsArray().Select(node => Text(node!["id"])));
            Assert.Equal(Text(edges[0]!["cursor"]), Text(page["pageInfo"]!["startCursor"]));
            Assert.Equal(Text(edges[^1]!["cursor"]), Text(page["pageInfo"]!["endCursor"]));
            Assert.Equal(after is not null, page["pageInfo"]!["hasPreviousPage"]!.GetValue<bool>());
            after = Text(page["pageInfo"]!["endCursor"]);
        } while (page["pageInfo"]!["hasNextPage"]!.GetValue<bool>());
        Assert.Equal(250, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(250, ids.Count);
    }

    [Fact]
    public async Task An_empty_page_has_no_cursors()
    {
        var none = (await library.Server.Post(Walk, new { first = 0 })).Data!["books"]!["pageInfo"]!;
        Assert.Equal((true, null), (none["hasNextPage"]!.GetValue<bool>(), Text(none["startCursor"])));
        var end = new Cursor(Library.ByNumber, 249, Library.BookId(249)).ToString();
        var last = (await library.Server.Post(Walk, new { first = 5, after = end })).Data!["books"]!["pageInfo"]!;
        Assert.Equal((false, true), (last["hasNextPage"]!.GetValue<bool>(), last["hasPreviousPage"]!.GetValue<bool>()));
        Assert.Null(Text(last["endCursor"]));
    }

    [Fact]
    public async Task The_total_is_counted_only_where_it_is_selected()
    {
        await using var server = await LibraryServer.Start();
        await server.Post("{ books { nodes { id } } }");
        Assert.Equal(0, server.Library.Counts);
        Assert.Equal(250, (await server.Post("{ books { totalCount } }")).Data!["books"]!["totalCount"]!.GetValue<int>());
        Assert.Equal(1, server.Library.Counts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("AgcAAAAAAAAAAAAAAAEABwAHAQIDBAUGBwg")] // another version
    [InlineData("AQgAAAAAAAAAAAAAAAEABwAHAQIDBAUGBwg")] // another list
    [InlineData("AQcAAAAAAAAAAAAAAAEABwAHAQIDBAUGBwh")] // bits that no byte takes up
    [InlineData("AQcAAAAAAAAAAAAAAAEABwAHAQIDBAUGBwg=")]
    [InlineData("AQcAAAAAAAAAAAAAAAEABwAHAQIDBAUGBw ")]
    public async Task What_is_no_cursor_of_the_list_is_refused_and_the_argument_is_named(string after)
    {
        var answer = await library.Server.Post(Walk, new { after });
        Assert.Equal("INVALID_CURSOR", answer.Code);
        Assert.Equal("after", answer.Errors[0]!["extensions"]!["argument"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_cursor_reads_back_as_it_was_written(long key)
    {
        var cursor = new Cursor(3, key, Guid.Parse("01920c3e-8f2a-7bcd-8123-0123456789ab"));
        Assert.Equal(cursor, Cursor.Parse(cursor.ToString(), 3));
        Assert.Equal("INVALID_CURSOR", Assert.Throws<DiaryError>(() => Cursor.Parse(cursor.ToString(), 4)).Code);
        Assert.Null(Cursor.Parse(null, 3));
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
