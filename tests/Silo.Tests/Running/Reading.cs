using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>Reads whole diaries, of which each entry says <c>entry</c> and its own id.</summary>
internal static class Reading
{
    /// <summary>The ids of all entries, each of which must open.</summary>
    public static async Task<List<Guid>> AllIds(this DiaryClient client)
    {
        var ids = new List<Guid>();
        string? after = null;
        while (true)
        {
            var page = (await client.Data(
                "query ($after: String) { entries(first: 100, after: $after) { nodes { id content { ... on PlainContent { body } } } "
                + "pageInfo { hasNextPage endCursor } } }",
                new { after })).GetProperty("entries");
            foreach (var node in page.GetProperty("nodes").EnumerateArray())
            {
                Assert.Equal($"entry {node.GetProperty("id").GetString()}", node.GetProperty("content").GetProperty("body").GetString());
                ids.Add(node.GetProperty("id").GetGuid());
            }

            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
            {
                return ids;
            }

            after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
    }
}
