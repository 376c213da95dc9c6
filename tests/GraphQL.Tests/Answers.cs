using System.Globalization;
using System.Text.Json;
using Diary.TestKit;

namespace Diary.GraphQL.Tests;

/// <summary>Short ways to say what an answer must be.</summary>
internal static class Answers
{
    /// <summary>The fields of a problem in the form that <see cref="Problems"/> reads.</summary>
    public const string ProblemFields = "problems { __typename code message field }";

    /// <summary>The problems of a payload as "CODE field", in order.</summary>
    public static string Problems(this JsonElement payload) =>
        string.Join(", ", payload.GetProperty("problems").EnumerateArray().Select(p => $"{p.Text("code")} {p.Text("field")}".TrimEnd()));

    /// <summary>The codes of a response's errors, in order.</summary>
    public static string Codes(this JsonElement body) =>
        string.Join(", ", body.GetProperty("errors").EnumerateArray().Select(e => e.At("extensions").Text("code")));

    /// <summary>A member by its path: names and indexes with dots between.</summary>
    public static JsonElement At(this JsonElement element, string path) => path.Split('.').Aggregate(element, (e, step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? e[index] : e.GetProperty(step));

    /// <summary>The string at a path; null where it is null.</summary>
    public static string? Text(this JsonElement element, string path) => element.At(path).GetString();

    /// <summary>The whole number at a path.</summary>
    public static int Number(this JsonElement element, string path) => element.At(path).GetInt32();

    /// <summary>Whether there is null at a path.</summary>
    public static bool IsNull(this JsonElement element, string path) => element.At(path).ValueKind == JsonValueKind.Null;

    /// <summary>The strings of a list's members at a path below each of them.</summary>
    public static IReadOnlyList<string?> Texts(this JsonElement list, string path) => [.. list.EnumerateArray().Select(e => e.Text(path))];

    /// <summary>The numbers of a list's members at a path below each of them.</summary>
    public static IReadOnlyList<int> Numbers(this JsonElement list, string path) => [.. list.EnumerateArray().Select(e => e.Number(path))];

    /// <summary>Runs one of deleteEntry, undeleteEntry and purgeEntry; the payload.</summary>
    public static async Task<JsonElement> Move(this DiaryClient client, string mutation, string id, int? expectedVersion = null)
    {
        var entry = mutation == "purgeEntry" ? "" : $"entry {{ {DiaryClient.EntryFields} }}";
        return (await client.Data(
            $"mutation ($input: EntryCommandInput!) {{ {mutation}(input: $input) {{ {entry} {DiaryClient.Problems} }} }}",
            new { input = new { id, expectedVersion } })).GetProperty(mutation);
    }

    /// <summary>Restores a version; the payload.</summary>
    public static async Task<JsonElement> Restore(this DiaryClient client, string id, int expectedVersion, int version) =>
        (await client.Data(
            $"mutation ($input: RestoreRevisionInput!) {{ restoreRevision(input: $input) {{ entry {{ {DiaryClient.EntryFields} }} "
            + $"{DiaryClient.Problems} }} }}",
            new { input = new { id, expectedVersion, version } })).GetProperty("restoreRevision");

    /// <summary>Creates an entry of an input that need not be sound; the payload.</summary>
    public static async Task<JsonElement> Create(this DiaryClient client, object input) =>
        (await client.Data(
            $"mutation ($input: CreateEntryInput!) {{ createEntry(input: $input) {{ entry {{ {DiaryClient.EntryFields} }} "
            + $"{DiaryClient.Problems} }} }}",
            new { input })).GetProperty("createEntry");

    /// <summary>Edits an entry by an input that need not be sound; the payload.</summary>
    public static async Task<JsonElement> Edit(this DiaryClient client, object input) =>
        (await client.Data(
            $"mutation ($input: EditEntryInput!) {{ editEntry(input: $input) {{ entry {{ {DiaryClient.EntryFields} }} "
            + $"{DiaryClient.Problems} }} }}",
            new { input })).GetProperty("editEntry");

    /// <summary>An entry as it stands; null where there is none.</summary>
    public static async Task<JsonElement> Entry(this DiaryClient client, string id) =>
        (await client.Data($"query ($id: ID!) {{ entry(id: $id) {{ {DiaryClient.EntryFields} }} }}", new { id })).GetProperty("entry");
}
