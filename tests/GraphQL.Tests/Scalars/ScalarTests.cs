using System.Text.Json;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Tests.Http;

namespace Diary.GraphQL.Tests.Scalars;

public sealed class ScalarTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    [Theory]
    [InlineData("instant", "DateTime", "\"2026-11-23T10:15:30.123Z\"", "2026-11-23T10:15:30.1230000+00:00")]
    [InlineData("instant", "DateTime", "\"2026-11-23T10:15:30Z\"", "2026-11-23T10:15:30.0000000+00:00")]
    [InlineData("instant", "DateTime", "\"2026-11-23T10:15:30.5Z\"", "2026-11-23T10:15:30.5000000+00:00")]
    [InlineData("day", "Date", "\"2024-02-29\"", "2024-02-29")]
    [InlineData("bytes", "Base64", "\"\"", "")]
    [InlineData("bytes", "Base64", "\"AA==\"", "00")]
    [InlineData("bytes", "Base64", "\"+/8=\"", "FBFF")]
    [InlineData("bytes", "Base64", "\"AAEC\"", "000102")]
    [InlineData("number", "Long", "9007199254740991", "9007199254740991")]
    [InlineData("number", "Long", "-9007199254740991", "-9007199254740991")]
    [InlineData("number", "Long", "5", "5")]
    public async Task A_value_is_read_from_literals_and_variables(string argument, string type, string json, string read)
    {
        Assert.Equal(read, (await library.Server.Post($"{{ echo({argument}: {json}) }}")).Data!["echo"]!.GetValue<string>());
        Assert.Equal(read, (await WithVariable(argument, type, json)).Data!["echo"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("instant", "DateTime", "\"2026-11-23T10:15:30.1234Z\"")]
    [InlineData("instant", "DateTime", "\"2026-11-23T10:15:30+01:00\"")]
    [InlineData("instant", "DateTime", "\"2026-11-23T10:15:30.Z\"")]
    [InlineData("instant", "DateTime", "\"2026-11-23T10:15:30z\"")]
    [InlineData("instant", "DateTime", "\"2026-11-23 10:15:30Z\"")]
    [InlineData("instant", "DateTime", "\"2026-11-23T24:00:00Z\"")]
    [InlineData("instant", "DateTime", "\" 2026-11-23T10:15:30Z\"")]
    [InlineData("instant", "DateTime", "\"2026-11-23\"")]
    [InlineData("instant", "DateTime", "1790000000")]
    [InlineData("day", "Date", "\"2026-02-29\"")]
    [InlineData("day", "Date", "\"2026-2-1\"")]
    [InlineData("day", "Date", "\"0000-01-01\"")]
    [InlineData("day", "Date", "\"2026-01-01T00:00:00Z\"")]
    [InlineData("day", "Date", "\"2026-01-01 \"")]
    [InlineData("day", "Date", "20260101")]
    [InlineData("bytes", "Base64", "\"AAE\"")]
    [InlineData("bytes", "Base64", "\"AA=\"")]
    [InlineData("bytes", "Base64", "\"A===\"")]
    [InlineData("bytes", "Base64", "\"====\"")]
    [InlineData("bytes", "Base64", "\"AA==AA==\"")]
    [InlineData("bytes", "Base64", "\"-_8=\"")]
    [InlineData("bytes", "Base64", "\"AA ==\"")]
    [InlineData("bytes", "Base64", "\"AB==\"")]
    [InlineData("bytes", "Base64", "\"AAF=\"")]
    [InlineData("bytes", "Base64", "[1, 2]")]
    [InlineData("number", "Long", "9007199254740992")]
    [InlineData("number", "Long", "-9007199254740992")]
    [InlineData("number", "Long", "99999999999999999999999999")]
    [InlineData("number", "Long", "1.5")]
    [InlineData("number", "Long", "\"5\"")]
    public async Task Anything_else_is_refused_and_the_argument_or_variable_is_named(string argument, string type, string json)
    {
        var literal = await library.Server.Post($"{{ echo({argument}: {json}) }}");
        Assert.Equal((400, true), (literal.Status, literal.Message.Contains($"'{argument}'", StringComparison.Ordinal)));
        var variable = await WithVariable(argument, type, json);
        Assert.Equal((400, true), (variable.Status, variable.Message.Contains("'$v", StringComparison.Ordinal)));
        Assert.DoesNotContain("System.", literal.Text + variable.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_bytes_deep_in_an_input_are_named_by_their_path()
    {
        var input = new { title = "x", tickets = new[] { "AAE=", "no" } };
        var answer = await library.Server.Post("mutation($input: LendInput!) { lend(input: $input) { title } }", new { input });
        Assert.Equal(400, answer.Status);
        Assert.Contains("$input.tickets[1]", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"01920c3e-8f2a-7bcd-8123-0123456789ab\"", true)]
    [InlineData("\"01920C3E-8F2A-7BCD-8123-0123456789AB\"", true)]
    [InlineData("\"01920c3e8f2a7bcd81230123456789ab\"", false)]
    [InlineData("\"{01920c3e-8f2a-7bcd-8123-0123456789ab}\"", false)]
    [InlineData("\" 01920c3e-8f2a-7bcd-8123-0123456789a\"", false)]
    [InlineData("\"0x920c3e-8f2a-7bcd-8123-0123456789ab\"", false)]
    [InlineData("\"00000000-0000-0000-0000-000000000000\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    public void A_global_id_is_a_uuid_of_36_characters(string json, bool valid)
    {
        var text = JsonSerializer.Deserialize<string?>(json);
        Assert.Equal(valid, GlobalId.TryParse(text, out var id));
        if (valid)
            Assert.Equal(text, GlobalId.Format(id), ignoreCase: true);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("5")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("\"11111111-2222-3333-4444-555555555555\"")]
    public async Task An_unknown_or_malformed_id_is_nobody(string id)
    {
        var answer = await library.Server.Post($"{{ node(id: {id}) {{ id }} }}");
        Assert.Equal((200, null, 0), (answer.Status, answer.Data!["node"], answer.Errors.Count));
    }

    private Task<Answer> WithVariable(string argument, string type, string json) =>
        library.Server.PostJson($$"""{ "query": "query($v: {{type}}) { echo({{argument}}: $v) }", "variables": { "v": {{json}} } }""");
}
