using System.Text.Json;
using GraphQL;
using GraphQL.DI;

namespace Diary.GraphQL.Execution;

/// <summary>Documents that clients name by their SHA-256 in place of sending them.</summary>
internal static class TrustedDocuments
{
    /// <summary>Serves the configured file, if there is one. A missing or malformed file stops the start.</summary>
    public static void Use(IGraphQLBuilder builder, GraphQLOptions options)
    {
        if (options.TrustedDocuments is null)
        {
            if (options.TrustedDocumentsOnly)
                throw new InvalidOperationException("Diary:TrustedDocumentsOnly needs Diary:TrustedDocuments, their JSON file.");
            return;
        }
        var documents = Load(options.TrustedDocuments);
        builder.UsePersistedDocuments((persisted, _) =>
        {
            persisted.AllowOnlyPersistedDocuments = options.TrustedDocumentsOnly;
            persisted.GetQueryDelegate = (_, prefix, hash) => new ValueTask<string?>(documents.GetValueOrDefault($"{prefix}:{hash}"));
        });
    }

    private static Dictionary<string, string> Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InvalidOperationException($"Diary:TrustedDocuments must name a JSON file of texts by id; {path} is none.", e);
        }
    }
}
