using GraphQL.DataLoader;

namespace Diary.GraphQL.Execution;

/// <summary>What is made of what a loader finds.</summary>
internal sealed class Chained<T, TNext>(IDataLoaderResult<T> first, Func<T, CancellationToken, Task<TNext>> next) : IDataLoaderResult<TNext>
{
    /// <inheritdoc/>
    public async Task<TNext> GetResultAsync(CancellationToken cancellationToken = default) =>
        await next(await first.GetResultAsync(cancellationToken), cancellationToken);

    async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
}
