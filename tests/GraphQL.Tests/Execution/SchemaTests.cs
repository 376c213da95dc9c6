using Diary.GraphQL.Tests.Http;

namespace Diary.GraphQL.Tests.Execution;

/// <summary>What CLR types become in the schema: the pattern that the nouns follow.</summary>
public sealed class SchemaTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    [Theory]
    [InlineData("directive @oneOf on INPUT_OBJECT\n")]
    [InlineData("input BookBy @oneOf {\n  cover: Base64\n  number: Int\n  title: String\n}")]
    [InlineData("input LendInput {\n  ticket: Base64\n  tickets: [Base64!]\n  title: String!\n  until: Date\n}")]
    [InlineData("type BookConnection {\n  edges: [BookEdge!]!\n  nodes: [Book!]!\n  pageInfo: PageInfo!\n  totalCount: Int!\n}")]
    [InlineData("type BookEdge {\n  cursor: String!\n  node: Book!\n}")]
    [InlineData("type PageInfo {\n  endCursor: String\n  hasNextPage: Boolean!\n  hasPreviousPage: Boolean!\n  startCursor: String\n}")]
    [InlineData("type Book implements Node {\n  author: Author!\n  back: Base64\n  copies: Long!\n  cover: Base64!\n  id: ID!\n")]
    [InlineData("  books(after: String, first: Int = 20): BookConnection!\n")]
    [InlineData("union Gift = Author | Book\n")]
    [InlineData("  gifts: [Gift!]!\n")]
    [InlineData("interface Node {\n  id: ID!\n}")]
    [InlineData("type Refusal implements Problem {\n  code: ProblemCode!\n")]
    [InlineData("\"An RFC 3339 instant in UTC with millisecond precision, such as 2026-11-23T10:15:30.123Z.\"\nscalar DateTime\n")]
    [InlineData("\"A calendar day, yyyy-mm-dd.\"\nscalar Date\n")]
    [InlineData("\"Bytes as standard padded base64 (RFC 4648 section 4).\"\nscalar Base64\n")]
    [InlineData("\"A whole number that may pass 32 bits; at most 2^53 - 1.\"\nscalar Long\n")]
    public void The_schema_says(string text) => Assert.Contains(text, library.Server.Sdl, StringComparison.Ordinal);

    [Fact]
    public async Task Problems_come_as_their_own_types_behind_the_interface()
    {
        var answer = await library.Server.Post("{ problems { __typename code field ... on OutOfStock { left } } }");
        Assert.Equal(
            """[{"__typename":"Refusal","code":"VERSION_CONFLICT","field":"input.title"},"""
            + """{"__typename":"OutOfStock","code":"LIMIT_REACHED","field":null,"left":3}]""",
            answer.Data!["problems"]!.ToJsonString());
    }

    [Fact]
    public async Task A_union_comes_as_its_members()
    {
        var answer = await library.Server.Post("{ gifts { __typename ... on Author { name } ... on Book { title } } }");
        Assert.Equal(
            """[{"__typename":"Book","title":"Book 0"},{"__typename":"Author","name":"Author 1"}]""",
            answer.Data!["gifts"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{ title: \"x\" }", "x")]
    [InlineData("{ number: 5 }", "5")]
    [InlineData("{ cover: \"AAE=\" }", "0001")]
    public async Task One_of_takes_one(string by, string found) =>
        Assert.Equal(found, (await library.Server.Post($"{{ find(by: {by}) }}")).Data!["find"]!.GetValue<string>());

    [Theory]
    [InlineData("{}")]
    [InlineData("{ title: null }")]
    [InlineData("{ title: \"x\", number: 5 }")]
    [InlineData("{ title: \"x\", number: null }")]
    public async Task One_of_takes_nothing_else(string by)
    {
        Assert.Equal(400, (await library.Server.Post($"{{ find(by: {by}) }}")).Status);
        var variable = by.Replace("title", "\"title\"", StringComparison.Ordinal).Replace("number", "\"number\"", StringComparison.Ordinal);
        var json = $$"""{ "query": "query($by: BookBy!) { find(by: $by) }", "variables": { "by": {{variable}} } }""";
        Assert.Equal(400, (await library.Server.PostJson(json)).Status);
    }
}
