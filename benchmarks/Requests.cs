using System.Text.Json;

namespace Diary.Benchmarks;

/// <summary>Bodies of GraphQL requests.</summary>
internal static class Requests
{
    /// <summary>A document with its variables.</summary>
    public static string Of(string query, object? variables = null) => JsonSerializer.Serialize(new { query, variables });

    /// <summary>An entry of some day of 2026.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="content">Plain or sealed, as <c>EntryContentInput</c> takes it.</param>
    public static string CreateEntry(Guid id, object content) => Of(
        "mutation ($input: CreateEntryInput!) { createEntry(input: $input) { entry { id version } problems { code } } }",
        new { input = new { id, entryDate = new DateOnly(2026, Random.Shared.Next(1, 13), Random.Shared.Next(1, 29)), content } });
}
