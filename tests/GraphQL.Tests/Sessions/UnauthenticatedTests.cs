using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Sessions;

public sealed class UnauthenticatedTests(DiaryFixture diary)
{
    private static readonly string[] Open = ["recover", "recoveryBundle", "refreshSession", "signIn", "signInParameters", "signUp"];

    [Theory]
    [InlineData("{ me { id } }")]
    [InlineData("{ node(id: \"0190b6f0-7c00-7000-8000-000000000001\") { id } }")]
    [InlineData("{ entry(id: \"0190b6f0-7c00-7000-8000-000000000001\") { id } }")]
    [InlineData("{ entries { totalCount } }")]
    [InlineData("{ tags { name } }")]
    [InlineData("mutation { signOut { ended } }")]
    [InlineData("mutation { createEntry(input: { id: \"0190b6f0-7c00-7000-8000-000000000001\", entryDate: \"2026-11-23\", "
        + "content: { plain: { body: \"x\" } } }) { problems { code } } }")]
    [InlineData(
        "mutation { editEntry(input: { id: \"0190b6f0-7c00-7000-8000-000000000001\", expectedVersion: 1 }) { problems { code } } }")]
    [InlineData("mutation { restoreRevision(input: { id: \"0190b6f0-7c00-7000-8000-000000000001\", expectedVersion: 1, "
        + "version: 1 }) { problems { code } } }")]
    [InlineData("mutation { deleteEntry(input: { id: \"0190b6f0-7c00-7000-8000-000000000001\" }) { problems { code } } }")]
    [InlineData("mutation { undeleteEntry(input: { id: \"0190b6f0-7c00-7000-8000-000000000001\" }) { problems { code } } }")]
    [InlineData("mutation { changePassword(input: { current: { password: \"x\" }, next: { password: \"y\" } }) { problems { code } } }")]
    [InlineData("mutation { replaceRecoveryCodes(input: { current: { password: \"x\" } }) { problems { code } } }")]
    [InlineData("mutation { purgeEntry(input: { id: \"0190b6f0-7c00-7000-8000-000000000001\" }) { problems { code } } }")]
    public async Task A_field_that_needs_a_session_says_so(string query)
    {
        using var client = diary.Server.Client();
        var body = await client.Send(query);
        Assert.Equal(("UNAUTHENTICATED", "Sign in first."), (body.Codes(), body.Text("errors.0.message")));
        Assert.False(body.TryGetProperty("data", out _));
    }

    [Fact]
    public void Every_other_root_field_needs_a_session()
    {
        var schema = diary.Server.Services.GetRequiredService<ISchema>();
        var open = schema.Query.Fields.Concat(schema.Mutation!.Fields).Where(f => !f.IsAuthorizationRequired()).Select(f => f.Name);
        Assert.Equal(Open, open.Order(StringComparer.Ordinal));
    }
}
