using Diary.Domain;
using Diary.Domain.Media;

namespace Diary.Projections.Media;

/// <summary>Folds the events of files into the table that says which there are. What was deleted stays, as deleted.</summary>
public sealed class MediaProjection(string schema)
{
    private readonly string _announce = $"""
        INSERT INTO {schema}.media (account_id, media_id, state, size_bytes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
        """;

    private readonly string _move = $"UPDATE {schema}.media SET state = ?, expires_at = NULL WHERE account_id = ? AND media_id = ?";

    /// <summary>The statement for one event, with its parameters in the order of their <c>?</c>.</summary>
    public (string Sql, object[] Parameters) For(AccountId account, MediaId media, MediaEvent @event) => @event switch
    {
        MediaEvent.Announced e =>
            (_announce, [account.Value, media.Value, (short)MediaState.Pending, e.SizeBytes, e.At, e.ExpiresAt]),
        MediaEvent.Ready => (_move, [(short)MediaState.Ready, account.Value, media.Value]),
        MediaEvent.Deleted => (_move, [(short)MediaState.Deleted, account.Value, media.Value]),
        _ => throw new ArgumentOutOfRangeException(nameof(@event)),
    };
}
