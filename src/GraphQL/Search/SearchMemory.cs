using System.Collections.Concurrent;
using Diary.Domain;
using Diary.Search;

namespace Diary.GraphQL.Search;

/// <summary>
/// What an open account knows of its own words, so that it need not be asked for again: bounded, and forgotten when the account is
/// closed, at most a minute after it was opened.
/// </summary>
public sealed class SearchMemory : IDisposable
{
    private const int MostTokens = 20_000;

    private readonly ConcurrentDictionary<Bytes, byte> _known = new();
    private (Vocabulary Words, Action<Vocabulary> Release)? _vocabulary;
    private readonly Lock _gate = new();
    private IReadOnlyList<Language>? _languages;
    private int _indexing;
    private long _looked = long.MinValue;

    /// <summary>The languages that the account's entries are in; null where nobody asked yet.</summary>
    internal IReadOnlyList<Language>? Languages
    {
        get => Volatile.Read(ref _languages);
        set => Volatile.Write(ref _languages, value);
    }

    /// <summary>The account's words; null where nobody needed them yet, or where they are too many to keep.</summary>
    internal Vocabulary? Vocabulary
    {
        get
        {
            lock (_gate)
            {
                return _vocabulary?.Words;
            }
        }
    }

    /// <summary>Keeps words in the place of those before; <paramref name="release"/> is told when they are let go of.</summary>
    internal void Keep(Vocabulary words, Action<Vocabulary> release) => Replace((words, release));

    /// <summary>True for who may index what is not, until <see cref="EndIndexing"/>: one at a time, and not all the time.</summary>
    /// <param name="now">A timestamp, as <see cref="EndIndexing"/> gets one.</param>
    internal bool TryBeginIndexing(long now) =>
        now >= Volatile.Read(ref _looked) && Interlocked.CompareExchange(ref _indexing, 1, 0) == 0;

    /// <summary>The next one may, from a time on.</summary>
    internal void EndIndexing(long again)
    {
        Volatile.Write(ref _looked, again);
        Volatile.Write(ref _indexing, 0);
    }

    /// <summary>Whether the vocabulary has a word, as far as this memory goes.</summary>
    internal bool Knows(Bytes token) => _known.ContainsKey(token);

    /// <summary>The vocabulary has these words.</summary>
    internal void Learn(IReadOnlyCollection<Bytes> tokens)
    {
        if (_known.Count + tokens.Count <= MostTokens)
        {
            foreach (var token in tokens)
            {
                _known.TryAdd(token, 0);
            }
        }
    }

    /// <summary>Forgets all of it.</summary>
    public void Dispose()
    {
        _known.Clear();
        Languages = null;
        Replace(null);
    }

    private void Replace((Vocabulary, Action<Vocabulary>)? next)
    {
        (Vocabulary Words, Action<Vocabulary> Release)? before;
        lock (_gate)
        {
            (before, _vocabulary) = (_vocabulary, next);
        }

        before?.Release(before.Value.Words);
    }
}
