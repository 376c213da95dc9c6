using Diary.Domain;
using Diary.Domain.Facebook;

namespace Diary.Projections.Facebook;

/// <summary>Folds the events of publications into the table that says how each stands.</summary>
public sealed class PublicationProjection(string schema)
{
    private readonly string _queue = $"""
        INSERT INTO {schema}.publications (account_id, publication_id, entry_id, state, sealed_at, asked_at, changed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (account_id, publication_id) DO UPDATE SET state = excluded.state, sealed_at = excluded.sealed_at,
            asked_at = excluded.asked_at, changed_at = excluded.changed_at
        """;

    private readonly string _move =
        $"UPDATE {schema}.publications SET state = ?, changed_at = ? WHERE account_id = ? AND publication_id = ?";

    /// <summary>The statement for one event, with its parameters in the order of their <c>?</c>.</summary>
    public (string Sql, object[] Parameters) For(AccountId account, Guid publication, PublicationEvent @event) => @event switch
    {
        PublicationEvent.Queued e => (_queue,
            [account.Value, publication, e.EntryId.Value, (short)PublicationState.Queued, e.SealedAt, e.At, e.At]),
        PublicationEvent.Attempted or PublicationEvent.LookedUp => Move(PublicationState.Uncertain, @event, account, publication),
        PublicationEvent.Refused => Move(PublicationState.Queued, @event, account, publication),
        PublicationEvent.Published => Move(PublicationState.Published, @event, account, publication),
        PublicationEvent.Failed => Move(PublicationState.Failed, @event, account, publication),
        PublicationEvent.HandedOff => Move(PublicationState.HandedOff, @event, account, publication),
        _ => throw new ArgumentOutOfRangeException(nameof(@event)),
    };

    private (string Sql, object[] Parameters) Move(PublicationState state, PublicationEvent @event, AccountId account, Guid publication) =>
        (_move, [(short)state, @event.At, account.Value, publication]);
}
