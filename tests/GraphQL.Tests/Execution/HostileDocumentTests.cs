using System.Diagnostics;
using System.Text;
using Diary.GraphQL.Tests.Http;

namespace Diary.GraphQL.Tests.Execution;

/// <summary>Documents made to hurt: each is refused or answered quickly and in few bytes.</summary>
public sealed class HostileDocumentTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Fragments_that_double_at_each_step_are_refused_before_they_are_expanded()
    {
        var document = new StringBuilder("{ books(first: 1) { nodes { ...F0 } } }");
        for (var i = 0; i < 60; i++)
            document.Append($" fragment F{i} on Book {{ ...F{i + 1} ...F{Math.Min(i + 2, 60)} }}");
        await Refused(document.Append(" fragment F60 on Book { id }").ToString(), "DOCUMENT_TOO_LARGE");
    }

    [Fact]
    public Task Eight_thousand_equal_fields_are_refused_before_the_quadratic_rule() =>
        Refused($"{{ {Repeat("hello ", 8000)} }}", "DOCUMENT_TOO_LARGE");

    [Fact]
    public Task A_bomb_of_aliases_is_refused() =>
        Refused($"{{ {Numbered(5000, "a#: hello ")} }}", "DOCUMENT_TOO_LARGE");

    [Fact]
    public Task Aliases_within_the_bounds_are_bounded_by_their_cost() =>
        Refused($"{{ {Numbered(100, "a#: books(first: 100) { nodes { similar { id } } } ")} }}", "COST_EXCEEDED");

    [Fact]
    public Task A_deep_nest_is_refused() =>
        Refused($"{{ books(first: 0) {{ nodes {{ {Repeat("similar { ", 12)} id {Repeat("}", 12)} }} }} }}", "DEPTH_EXCEEDED");

    [Fact]
    public Task A_nest_beyond_the_parser_is_refused_as_deep_and_not_as_a_fault() =>
        Refused($"{Repeat("{ a ", 20_000)}", "DEPTH_EXCEEDED");

    [Fact]
    public Task A_list_literal_beyond_the_parser_is_refused() =>
        Refused($"{{ echo(text: {Repeat("[", 20_000)} }}", "DEPTH_EXCEEDED");

    [Fact]
    public Task A_thousand_directives_are_refused() =>
        Refused($"{{ hello {Repeat("@include(if: true) ", 1000)} }}", "DOCUMENT_TOO_LARGE");

    [Fact]
    public Task A_thousand_variables_are_refused() =>
        Refused($"query({Numbered(1000, "$v#: Int ")}) {{ hello }}", "DOCUMENT_TOO_LARGE");

    [Fact]
    public Task Ten_thousand_arguments_are_refused() =>
        Refused($"{{ echo({Numbered(10_000, "a#: 1 ")}) }}", "DOCUMENT_TOO_LARGE");

    [Fact]
    public Task A_thousand_operations_are_refused() =>
        Refused(Numbered(1000, "query Q# { hello } "), "DOCUMENT_TOO_LARGE");

    [Fact]
    public Task Fragments_that_spread_themselves_are_refused() =>
        Refused("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "NO_FRAGMENT_CYCLES");

    [Fact]
    public async Task A_flood_of_errors_is_cut()
    {
        var answer = await Quick($"{{ echo {Numbered(400, "unknown# ")} }}");
        Assert.Equal((400, 20), (answer.Status, answer.Errors.Count));
    }

    [Fact]
    public async Task A_long_name_is_not_echoed_at_length()
    {
        var answer = await Quick($"{{ {Repeat("x", 1_000_000)} }}");
        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task Ten_thousand_unknown_input_fields_are_answered_shortly()
    {
        var answer = await Quick($"mutation {{ lend(input: {{ title: \"x\" {Numbered(10_000, "f#: 1 ")} }}) {{ title }} }}");
        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task A_hundred_thousand_values_in_a_variable_are_read()
    {
        var variables = new { t = Enumerable.Repeat("x", 100_000) };
        var answer = await Quick("query($t: [String!]!) { echoList(texts: $t) }", variables, mayBeLarge: true);
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_variable_of_three_megabytes_in_the_wrong_type_is_not_echoed()
    {
        var answer = await Quick("query($t: Base64!) { echo(bytes: $t) }", new { t = new string('*', 3_000_000) });
        Assert.Equal((400, "INVALID_VALUE"), (answer.Status, answer.Code));
        Assert.Contains("$t", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_nested_a_thousand_times_is_refused()
    {
        var nested = Repeat("[", 1000) + Repeat("]", 1000);
        var answer = await library.Server.PostJson($$"""{ "query": "{ hello }", "variables": { "a": {{nested}} } }""");
        Assert.Equal((400, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }")]
    [InlineData("{ __schema { types { ...T } } } fragment T on __Type { fields { type { fields { type { fields { name } } } } } }")]
    [InlineData("{ __type(name: \"Query\") { possibleTypes { possibleTypes { possibleTypes { possibleTypes { name } } } } } }")]
    public Task Introspection_that_recurses_is_refused(string query) => Refused(query, "DEPTH_EXCEEDED");

    [Fact]
    public Task Introspection_that_repeats_is_refused() =>
        Refused($"{{ {Numbered(40, "a#: __schema { types { fields { name } } } ")} }}", "DOCUMENT_TOO_LARGE");

    private async Task Refused(string query, string code)
    {
        var answer = await Quick(query);
        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.False(answer.HasData);
    }

    private async Task<Answer> Quick(string query, object? variables = null, bool mayBeLarge = false)
    {
        await library.Server.Post("{ hello }"); // warm
        var clock = Stopwatch.StartNew();
        var answer = await library.Server.Post(query, variables);
        Assert.True(clock.Elapsed < Patience, $"It took {clock.Elapsed}.");
        Assert.True(mayBeLarge || answer.Text.Length < 20_000, $"It answered {answer.Text.Length} characters.");
        return answer;
    }

    private static string Numbered(int count, string text) =>
        string.Concat(Enumerable.Range(0, count).Select(i => text.Replace("#", $"{i}", StringComparison.Ordinal)));

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
