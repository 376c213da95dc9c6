using System.Text.Json;

namespace Diary.TestKit;

/// <summary>A copy of a diary, kept as a client does that knows nothing but the cursor that it saw last.</summary>
public sealed class DiaryCopy
{
    private const string Fields = "id version entryDate deletedAt tags { name } content { ... on PlainContent { body } }";

    private readonly SortedDictionary<string, string> _entries = new(StringComparer.Ordinal);

    /// <summary>A page of changes, with <c>after</c> and <c>first</c>.</summary>
    public const string Query = $$"""
        query ($after: String, $first: Int = 200) { changes(after: $after, first: $first) {
          edges { cursor node { entryId version kind entry { {{Fields}} } } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
        """;

    /// <summary>What it has of each entry, by the entry's id.</summary>
    public IReadOnlyDictionary<string, string> Entries => _entries;

    /// <summary>Where it goes on.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Every change that it was told of, as "entry version".</summary>
    public List<string> Seen { get; } = [];

    /// <summary>All that the server has of the account, in the same form.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Truth(DiaryClient client)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var deleted in new[] { false, true })
        {
            string? after = null;
            JsonElement page;
            do
            {
                page = (await client.Data(
                    $$"""
                    query ($after: String, $deleted: Boolean!) { entries(first: 100, after: $after, filter: { deleted: $deleted }) {
                      nodes { {{Fields}} } pageInfo { hasNextPage endCursor } } }
                    """, new { after, deleted })).GetProperty("entries");
                foreach (var entry in page.GetProperty("nodes").EnumerateArray())
                {
                    all[entry.GetProperty("id").GetString()!] = entry.GetRawText();
                }

                after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
            }
            while (page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        }

        return all;
    }

    /// <summary>Reads on until nothing follows; the kinds and versions that it was told of.</summary>
    public async Task<IReadOnlyList<string>> Follow(DiaryClient client, int? first)
    {
        var kinds = new List<string>();
        JsonElement page;
        do
        {
            page = await Page(client, first, kinds);
        }
        while (page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        return kinds;
    }

    /// <summary>Reads one page; the page.</summary>
    public Task<JsonElement> Page(DiaryClient client, int? first) => Page(client, first, []);

    private async Task<JsonElement> Page(DiaryClient client, int? first, List<string> kinds)
    {
        var page = (await client.Data(Query, first is null ? new { after = Cursor } : new { after = Cursor, first }))
            .GetProperty("changes");
        kinds.AddRange(page.GetProperty("edges").EnumerateArray().Select(Take));
        return page;
    }

    /// <summary>Takes one change; its kind and version.</summary>
    public string Take(JsonElement edge)
    {
        var change = edge.GetProperty("node");
        var (id, entry) = (change.GetProperty("entryId").GetString()!, change.GetProperty("entry"));
        if (entry.ValueKind == JsonValueKind.Null)
        {
            _entries.Remove(id);
        }
        else
        {
            _entries[id] = entry.GetRawText();
        }

        Cursor = edge.GetProperty("cursor").GetString();
        Seen.Add($"{id} {change.GetProperty("version").GetInt32()}");
        return $"{change.GetProperty("kind").GetString()} {change.GetProperty("version").GetInt32()}";
    }
}
