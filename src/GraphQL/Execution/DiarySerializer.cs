using System.Text.Encodings.Web;
using System.Text.Json;
using Diary.Archives;
using GraphQL.Execution;
using GraphQL.SystemTextJson;

namespace Diary.GraphQL.Execution;

/// <summary>
/// GraphQL.SystemTextJson with <see cref="ResultWriter"/>, its options in reach so that results go straight to the response's pipe.
/// </summary>
internal sealed class DiarySerializer(IErrorInfoProvider errors) : GraphQLSerializer(Configure, errors)
{
    /// <summary>The options that requests are read and results are written with.</summary>
    public JsonSerializerOptions Json => SerializerOptions;

    private static void Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // served as JSON with nosniff, never inside HTML
        options.Converters.Add(new ResultWriter());
        options.Converters.Add(new TextConverter());
    }
}
