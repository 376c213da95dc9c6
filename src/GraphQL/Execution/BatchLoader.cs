using GraphQL.DataLoader;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Collects the keys that the fields of one level ask for and fetches them together. Register it scoped: one instance is one request
/// and one cache. Resolvers run in parallel, so a loader opens a connection of its own for each batch and shares no session.
/// Never put <c>[Scoped]</c> on a field that uses one: each field would get a loader, and each loader a batch of one.
/// </summary>
/// <typeparam name="TKey">What is asked for.</typeparam>
/// <typeparam name="TValue">What is found; keys that are not in the answer resolve to the default.</typeparam>
public abstract class BatchLoader<TKey, TValue> where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Promised> _known = [];
    private Batch? _open;

    /// <summary>The most keys that one batch carries.</summary>
    protected virtual int MaxBatch => 200;

    /// <summary>
    /// Whether a key that was fetched is known for the rest of the request. False for what a mutation can change: of several in one
    /// document, each must show what it did itself.
    /// </summary>
    protected virtual bool Remembers => true;

    /// <summary>What the field returns: GraphQL.NET asks for its value once nothing else can proceed.</summary>
    public IDataLoaderResult<TValue> Load(TKey key)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(key, out var promised))
                return promised;
            if (_open is null || _open.Keys.Count >= MaxBatch)
                _open = new Batch(this);
            _open.Keys.Add(key);
            return _known[key] = new Promised(_open, key);
        }
    }

    /// <summary>The values of many keys at once, for a loader that builds on this one.</summary>
    public async Task<IReadOnlyDictionary<TKey, TValue>> All(IReadOnlyCollection<TKey> keys, CancellationToken cancellation)
    {
        var promised = keys.Select(k => (Key: k, Value: Load(k))).ToList();
        var values = new Dictionary<TKey, TValue>(promised.Count);
        foreach (var (key, value) in promised)
        {
            values[key] = await value.GetResultAsync(cancellation);
        }

        return values;
    }

    /// <summary>Fetches one batch; called at most once for a key in a request.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> Fetch(IReadOnlyCollection<TKey> keys, CancellationToken cancellation);

    private sealed class Batch(BatchLoader<TKey, TValue> owner)
    {
        private Task<IReadOnlyDictionary<TKey, TValue>>? _run;

        public List<TKey> Keys { get; } = [];

        public Task<IReadOnlyDictionary<TKey, TValue>> Run(CancellationToken cancellation)
        {
            lock (owner._gate)
            {
                if (ReferenceEquals(owner._open, this))
                    owner._open = null; // later keys begin a new batch
                if (_run is null && !owner.Remembers)
                    Keys.ForEach(key => owner._known.Remove(key));
                return _run ??= owner.Fetch(Keys, cancellation);
            }
        }
    }

    private sealed class Promised(Batch batch, TKey key) : IDataLoaderResult<TValue>
    {
        public async Task<TValue> GetResultAsync(CancellationToken cancellationToken = default) =>
            (await batch.Run(cancellationToken)).TryGetValue(key, out var value) ? value : default!;

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
            await GetResultAsync(cancellationToken);
    }
}
