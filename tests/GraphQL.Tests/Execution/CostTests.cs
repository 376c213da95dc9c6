using Diary.GraphQL.Tests.Http;

namespace Diary.GraphQL.Tests.Execution;

public sealed class CostTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    private const string Wide =
        "query($first: Int) { books(first: $first) { edges { node { similar { similar { id title a: id b: id c: id } } } } } }";

    // fragments and a depth of 15, as client tools send it
    private const string StandardIntrospection = """
        query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
          types { ...FullType } directives { name description isRepeatable locations args { ...InputValue } } } }
        fragment FullType on __Type { kind name description isOneOf
          fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef }
            isDeprecated deprecationReason }
          inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
        fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
          ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }
        """;

    [Fact]
    public async Task A_document_that_was_cheap_and_cached_is_refused_with_variables_that_make_it_dear()
    {
        Assert.Equal(200, (await library.Server.Post(Wide, new { first = 1 })).Status);
        Assert.Equal(200, (await library.Server.Post(Wide, new { first = 2 })).Status);
        var dear = await library.Server.Post(Wide, new { first = 100 });
        Assert.Equal((400, "COST_EXCEEDED"), (dear.Status, dear.Code));
        Assert.Equal(50_000, dear.Errors[0]!["extensions"]!["limit"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(-1, 400)]
    [InlineData(0, 200)]
    [InlineData(1, 200)]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    [InlineData(int.MinValue, 400)]
    public async Task A_page_has_from_none_to_a_hundred_rows(int first, int status)
    {
        foreach (var _ in new[] { "fresh", "cached" })
        {
            var answer = await library.Server.Post("query($first: Int) { books(first: $first) { nodes { id } } }", new { first });
            Assert.Equal((status, status == 200 ? null : "INVALID_PAGE_SIZE"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task An_argument_may_set_a_limit_of_its_own()
    {
        Assert.Equal(200, (await library.Server.Post("{ newest(first: 200) { id } }")).Status);
        var answer = await library.Server.Post("{ newest(first: 201) { id } }");
        Assert.Equal(200, answer.Errors[0]!["extensions"]!["limit"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_negative_page_buys_nothing_off_the_cost_of_another()
    {
        var answer = await library.Server.Post(
            "{ cheap: books(first: -1000000) { nodes { id } } "
            + "books(first: 100) { edges { node { similar { similar { id title a: id b: id c: id } } } } } }");
        Assert.Equal((400, "INVALID_PAGE_SIZE"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_page_that_leaves_its_size_out_costs_the_default()
    {
        const string Query = "query($first: Int) { books(first: $first) { edges { node { similar { id title printedAt } } } } }";
        Assert.Equal(200, (await library.Server.Post(Query, new { first = (int?)null })).Status);
    }

    [Fact]
    public async Task The_standard_introspection_of_client_tools_is_answered()
    {
        var answer = await library.Server.Post(StandardIntrospection);
        Assert.True(answer.Status == 200, answer.Text);
        Assert.Contains("\"BookConnection\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_depth_that_introspection_has_is_not_for_others()
    {
        var answer = await library.Server.Post(
            $"{{ hello __schema {{ queryType {{ {string.Concat(Enumerable.Repeat("ofType { ", 10))} name {new string('}', 13)}");
        Assert.Equal((400, "DEPTH_EXCEEDED"), (answer.Status, answer.Code));
    }
}
