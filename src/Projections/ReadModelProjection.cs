using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Facebook;
using Diary.Domain.Media;
using Diary.Projections.Accounts;
using Diary.Projections.Entries;
using Diary.Projections.Events;
using Diary.Projections.Facebook;
using Diary.Projections.Media;
using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace Diary.Projections;

/// <summary>
/// Brings every event into the read models, within the transaction that appends it: what was acknowledged can be read at once.
/// </summary>
public sealed class ReadModelProjection(string schema = ReadModelProjection.Live) : IProjection
{
    /// <summary>The schema that readers read.</summary>
    public const string Live = "read";

    private readonly EntryProjection _entries = new(schema);
    private readonly AccountProjection _accounts = new(schema);
    private readonly MediaProjection _media = new(schema);
    private readonly ConnectionProjection _connections = new(schema);
    private readonly PublicationProjection _publications = new(schema);

    /// <inheritdoc/>
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        // Most events begin an entry: one statement takes them all, ahead of what else a stream may have had in this commit.
        var written = new List<WrittenEntry>();
        var others = new List<(string Sql, object[] Parameters)>();
        foreach (var e in events)
        {
            var (account, stream, version) = (new AccountId(Guid.ParseExact(e.TenantId, "D")), new StreamKey(e.StreamKey!), (int)e.Version);
            if (stream.TryGetEntry(out var entry) && WrittenEntry.Of(account, entry, version, e.Data) is { } begun)
            {
                written.Add(begun);
            }
            else
            {
                others.Add(For(account, stream, version, e.Data));
            }
        }

        if (written.Count > 0)
        {
            others.Insert(0, _entries.ForWritten(written));
        }

        foreach (var (sql, parameters) in others)
        {
            operations.QueueSqlCommand(sql, parameters);
        }

        return Task.CompletedTask;
    }

    /// <summary>The statement for one event, with its parameters in the order of their <c>?</c>.</summary>
    public (string Sql, object[] Parameters) For(AccountId account, StreamKey stream, int version, object @event) => @event switch
    {
        EntryEvent e when stream.TryGetEntry(out var entry) || stream.TryGetIndexedEntry(out entry) =>
            _entries.For(account, entry, version, e),
        AccountEvent e => _accounts.For(account, version, e),
        MediaEvent e when stream.TryGetMedia(out var media) => _media.For(account, media, e),
        PublicationEvent e when stream.TryGetPublication(out var publication) => _publications.For(account, publication, e),
        ConnectionEvent e => _connections.For(account, version, e),
        _ => throw new ArgumentOutOfRangeException(nameof(@event)),
    };
}
