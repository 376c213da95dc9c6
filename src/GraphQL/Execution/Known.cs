using GraphQL.DataLoader;

namespace Diary.GraphQL.Execution;

/// <summary>A value that needs no loading, for a field that otherwise answers through a loader.</summary>
public sealed class Known<T>(T value) : IDataLoaderResult<T>
{
    /// <inheritdoc/>
    public Task<T> GetResultAsync(CancellationToken cancellationToken = default) => Task.FromResult(value);

    async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
}
