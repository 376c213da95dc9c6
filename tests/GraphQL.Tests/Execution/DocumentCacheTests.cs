using Diary.GraphQL.Execution;
using Diary.GraphQL.Tests.Http;
using GraphQL.DI;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Execution;

public sealed class DocumentCacheTests
{
    [Fact]
    public async Task Only_documents_that_ran_are_kept()
    {
        await using var server = await LibraryServer.Start();
        await server.Post("{ nope }");
        await server.Post("{ hello ");
        await server.Post("{ books(first: 101) { nodes { id } } }");
        Assert.Equal(0, Cache(server).Count);
        await server.Post("{ hello }");
        await server.Post("{ hello }");
        await server.Post("{ hi: hello }");
        Assert.Equal(2, Cache(server).Count);
    }

    [Fact]
    public async Task What_it_holds_is_bounded_by_text()
    {
        await using var server = await LibraryServer.Start(new GraphQLOptions { DocumentCacheCharacters = 3000 });
        await server.Post("{ hello }" + new string(' ', 200)); // longer than a thirtieth
        Assert.Equal(0, Cache(server).Count);
        for (var i = 0; i < 200; i++)
            await server.Post($"{{ a{i}: hello }}");
        Assert.InRange(Cache(server).Count, 1, 3000 / 64);
    }

    private static DocumentCache Cache(LibraryServer server) =>
        server.Services.GetServices<IConfigureExecution>().OfType<DocumentCache>().Single();
}
