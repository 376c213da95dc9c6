using Diary.GraphQL.Execution;
using Diary.GraphQL.Tests.Http;

namespace Diary.GraphQL.Tests.Execution;

public sealed class BatchLoaderTests
{
    [Fact]
    public async Task A_page_of_a_hundred_asks_for_its_authors_once()
    {
        await using var server = await LibraryServer.Start();
        var answer = await server.Post("{ books(first: 100) { nodes { author { name } } edges { node { author { name } } } } }");
        Assert.Equal(100, answer.Data!["books"]!["nodes"]!.AsArray().Count);
        Assert.Equal(1, server.Library.Batches);
    }

    [Fact]
    public async Task A_request_shares_nothing_with_the_next()
    {
        await using var server = await LibraryServer.Start();
        await server.Post("{ books(first: 5) { nodes { author { name } } } }");
        await server.Post("{ books(first: 5) { nodes { author { name } } } }");
        Assert.Equal(2, server.Library.Batches);
    }

    [Fact]
    public async Task Keys_beyond_the_largest_batch_go_into_the_next_and_no_key_is_asked_for_twice()
    {
        var loader = new Doubling();
        var results = Enumerable.Range(0, 7).Concat([0, 6]).Select(loader.Load).ToList();
        var values = new List<int>();
        foreach (var result in results)
            values.Add(await result.GetResultAsync(TestContext.Current.CancellationToken));
        Assert.Equal([0, 2, 4, 6, 8, 10, 12, 0, 12], values);
        Assert.Equal(["0,1,2", "3,4,5", "6"], loader.Batches);
    }

    [Fact]
    public async Task A_key_that_comes_after_its_batch_was_fetched_begins_another()
    {
        var loader = new Doubling();
        Assert.Equal(2, await loader.Load(1).GetResultAsync(TestContext.Current.CancellationToken));
        Assert.Equal(4, await loader.Load(2).GetResultAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["1", "2"], loader.Batches);
    }

    private sealed class Doubling : BatchLoader<int, int>
    {
        public List<string> Batches { get; } = [];

        protected override int MaxBatch => 3;

        protected override Task<IReadOnlyDictionary<int, int>> Fetch(IReadOnlyCollection<int> keys, CancellationToken cancellation)
        {
            Batches.Add(string.Join(',', keys));
            return Task.FromResult<IReadOnlyDictionary<int, int>>(keys.ToDictionary(key => key, key => key * 2));
        }
    }
}
