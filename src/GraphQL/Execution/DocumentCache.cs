using GraphQL;
using GraphQL.DI;
using GraphQLParser.AST;
using Microsoft.Extensions.Caching.Memory;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Parsed and validated documents by their text or their id. Only documents that were executed enter, so only valid ones, and the
/// rules that look at variables or the caller still run for them. Bounded by the text held, since clients choose the keys.
/// </summary>
/// <param name="maxCharacters">The sum of the texts held; a document longer than a thirtieth of it is not kept.</param>
internal sealed class DocumentCache(int maxCharacters) : IConfigureExecution, IDisposable
{
    private readonly MemoryCache _documents = new(new MemoryCacheOptions { SizeLimit = maxCharacters });

    /// <summary>Before persisted documents, which have the same order and come later: a known id is not looked up again.</summary>
    public float SortOrder => 200;

    /// <summary>How many documents are held.</summary>
    public int Count => _documents.Count;

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        if (options.Document is not null || options.Query is null == options.DocumentId is null || HoldsText(options.Query))
            return await next(options);
        object key = options.DocumentId is { } id ? (nameof(options.DocumentId), id) : options.Query!;
        if (_documents.TryGetValue(key, out GraphQLDocument? known))
        {
            options.Document = known;
            options.ValidationRules = options.CachedDocumentValidationRules ?? [];
            return await next(options);
        }
        var result = await next(options);
        if (result is { Executed: true, Document: { } document } && document.Source.Length <= maxCharacters / 30)
            _documents.Set(key, document, Kept(document.Source.Length));
        return result;
    }

    /// <summary>A literal may be what somebody wrote in a diary, or a password: such a document is forgotten with its request.</summary>
    private static bool HoldsText(string? query) => query?.Contains('"', StringComparison.Ordinal) == true;

    private static MemoryCacheEntryOptions Kept(int characters) =>
        new() { Size = characters + 64, SlidingExpiration = TimeSpan.FromHours(1) };

    public void Dispose() => _documents.Dispose();
}
