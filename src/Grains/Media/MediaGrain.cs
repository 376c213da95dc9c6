using Diary.Domain;
using Diary.Domain.Media;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Vault;

namespace Diary.Grains.Media;

/// <summary>Loads, decides, appends; a file is asked for too seldom to remember its state.</summary>
public sealed class MediaGrain(EventJournal journal, EventReader streams, TimeProvider clock) : Grain, IMediaGrain
{
    private const int Attempts = 3;

    private AccountId _account;
    private MediaId _media;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _media = new MediaId(this.GetPrimaryKey(out var account));
        _account = new AccountId(Guid.ParseExact(account!, "D"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Receipt> Execute(MediaCommand command) => DatabaseAway.OrRetry(() => Decide(command));

    private async Task<Receipt> Decide(MediaCommand command)
    {
        for (var attempt = 1; ; attempt++)
        {
            var state = MediaFile.Fold(await streams.Read<MediaEvent>(_account, StreamKey.Of(_media), null, CancellationToken.None));
            var decision = MediaDecider.Decide(state, command, clock.Now());
            if (decision.Refusal is not null || decision.Events.Count == 0)
            {
                return new Receipt(state.Version, decision.Refusal);
            }

            switch (await journal.Append(new Append(_account, StreamKey.Of(_media), state.Version, [.. decision.Events],
                [.. Vault(command, decision.Events[0])])))
            {
                case AppendOutcome.Committed:
                    DeactivateOnIdle();
                    return new Receipt(state.Version + decision.Events.Count);
                case AppendOutcome.Unavailable u:
                    return new Receipt(0, RetryAfter: u.RetryAfter);
                case AppendOutcome.Duplicate d when Refusal(d.Constraint) is { } refusal:
                    return new Receipt(state.Version, refusal);
                case var conflict when attempt == Attempts:
                    throw new InvalidOperationException($"The stream kept changing under its only writer ({conflict.GetType().Name}).");
            }
        }
    }

    private IEnumerable<VaultWrite> Vault(MediaCommand command, MediaEvent @event) => (command, @event) switch
    {
        (MediaCommand.Announce c, MediaEvent.Announced e) =>
        [
            new VaultWrite.ReserveMedia(_account, _media, c.SizeBytes, c.LimitBytes),
            new VaultWrite.PutSlot(_account, new SlotId(SlotKind.Media, _media.Value), c.Record.ToArrayUnsafe(), e.ExpiresAt),
        ],
        (MediaCommand.Complete c, MediaEvent.Ready) =>
        [
            new VaultWrite.KeepMedia(
                _account, _media, c.Token.ToArrayUnsafe(), [.. c.Parts.Select(p => p.ToArrayUnsafe())], c.Copy?.Holder),
            .. c.Copy is { } copy ? Share(copy) : [],
        ],
        (MediaCommand.Discard, _) => [new VaultWrite.DiscardMedia(_account, _media), new VaultWrite.ReleaseMedia(_account, _media)],
        _ => [new VaultWrite.ReleaseMedia(_account, _media)],
    };

    private IEnumerable<VaultWrite> Share(MediaCopy copy) =>
    [
        new VaultWrite.PutSlot(_account, new SlotId(SlotKind.Media, _media.Value), copy.Record.ToArrayUnsafe()),
        .. copy.Parts.Select(p => new VaultWrite.PutSlot(
            _account, new SlotId(SlotKind.MediaPart, _media.Value, p.Number), p.Record.ToArrayUnsafe())),
    ];

    private static Refusal? Refusal(string constraint) => constraint switch
    {
        StorageStore.IsFull => new Refusal(RefusalCode.QuotaExceeded, RefusalReason.StorageIsFull),
        StorageStore.TooManyUploads => new Refusal(RefusalCode.Invalid, RefusalReason.TooManyUploads),
        StorageStore.PartsChanged or StorageStore.ContentIsKnown or StorageStore.ContentIsGone =>
            new Refusal(RefusalCode.VersionConflict, RefusalReason.MediaChanged),
        StorageStore.MediaIsWanted => new Refusal(RefusalCode.Invalid, RefusalReason.MediaWanted),
        ErasureStore.AccountIsErased => new Refusal(RefusalCode.NotFound, RefusalReason.NoSuchAccount),
        _ => null,
    };
}
