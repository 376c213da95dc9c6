using Diary.GraphQL.Tests.Http;

namespace Diary.GraphQL.Tests.Execution;

public sealed class TrustedDocumentTests
{
    private const string Document = "query Page($first: Int) { books(first: $first) { nodes { id } } }";

    [Fact]
    public async Task A_document_runs_by_its_hash_over_post_and_get_with_other_variables_each_time()
    {
        using var file = new TrustedFile(Document);
        await using var server = await LibraryServer.Start(new GraphQLOptions { TrustedDocuments = file.Path });
        Assert.Equal(3, Rows(await server.PostJson($$"""{ "documentId": "{{file.Id}}", "variables": { "first": 3 } }""")));
        Assert.Equal(2, Rows(await server.PostJson($$"""{ "documentId": "{{file.Id}}", "variables": { "first": 2 } }""")));
        var query = $"documentId={Uri.EscapeDataString(file.Id)}&variables={Uri.EscapeDataString("{\"first\":1}")}";
        using var get = new HttpRequestMessage(HttpMethod.Get, $"/graphql?{query}");
        Assert.Equal(1, Rows(await server.Send(get, null, null)));
        Assert.Equal(200, (await server.Post("{ hello }")).Status);
    }

    [Fact]
    public async Task Where_only_trusted_documents_run_nothing_else_does()
    {
        using var file = new TrustedFile(Document);
        var options = new GraphQLOptions { TrustedDocuments = file.Path, TrustedDocumentsOnly = true };
        await using var server = await LibraryServer.Start(options);
        var free = await server.Post("{ hello }");
        Assert.Equal((400, "DOCUMENT_ID_MISSING"), (free.Status, free.Code));
        var unknown = await server.PostJson($$"""{ "documentId": "sha256:{{new string('0', 64)}}" }""");
        Assert.Equal((400, "DOCUMENT_NOT_FOUND"), (unknown.Status, unknown.Code));
        var both = await server.PostJson($$"""{ "documentId": "{{file.Id}}", "query": "{ hello }" }""");
        Assert.Equal((400, "INVALID_REQUEST"), (both.Status, both.Code));
        Assert.Equal(20, Rows(await server.PostJson($$"""{ "documentId": "{{file.Id}}" }""")));
    }

    [Fact]
    public async Task A_missing_file_and_a_mode_without_a_file_stop_the_start_and_name_the_setting()
    {
        Assert.StartsWith(
            "Diary:TrustedDocuments must name",
            await StartFailure(new GraphQLOptions { TrustedDocuments = "/nowhere/at.all" }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Diary:TrustedDocumentsOnly needs",
            await StartFailure(new GraphQLOptions { TrustedDocumentsOnly = true }),
            StringComparison.Ordinal);
    }

    private static async Task<string> StartFailure(GraphQLOptions options) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => LibraryServer.Start(options))).Message;

    private static int Rows(Answer answer) => answer.Data!["books"]!["nodes"]!.AsArray().Count;
}
