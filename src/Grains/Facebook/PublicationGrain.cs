using Diary.Domain;
using Diary.Domain.Facebook;
using Diary.Grains.Accounts;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Vault;

namespace Diary.Grains.Facebook;

/// <summary>Loads, decides, appends; a publication is asked for too seldom to remember its state.</summary>
public sealed class PublicationGrain(EventJournal journal, EventReader streams, TimeProvider clock) : Grain, IPublicationGrain
{
    private const int Attempts = 3;

    private AccountId _account;
    private Guid _publication;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _publication = this.GetPrimaryKey(out var account);
        _account = new AccountId(Guid.ParseExact(account!, "D"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Receipt> Execute(PublicationCommand command, Bytes secrets, AuditNote? audit) =>
        DatabaseAway.OrRetry(() => Decide(command, secrets, audit));

    /// <inheritdoc/>
    public async Task<PublicationStatus> Find()
    {
        var state = await Load();
        return new PublicationStatus(
            state.State, state.IsThere, state.SentAt, state.PublishedAt, state.LookedUpAt + Publication.BetweenLookups);
    }

    private async Task<Receipt> Decide(PublicationCommand command, Bytes secrets, AuditNote? audit)
    {
        for (var attempt = 1; ; attempt++)
        {
            var state = await Load();
            var decision = PublicationDecider.Decide(state, command, clock.Now());
            if (decision.Refusal is not null || decision.Events.Count == 0)
            {
                return new Receipt(state.Version, decision.Refusal);
            }

            switch (await journal.Append(new Append(_account, StreamKey.OfPublication(_publication), state.Version,
                [.. decision.Events], [.. Vault(decision.Events[0], secrets, audit)])))
            {
                case AppendOutcome.Committed:
                    return new Receipt(state.Version + decision.Events.Count);
                case AppendOutcome.Unavailable u:
                    return new Receipt(0, RetryAfter: u.RetryAfter);
                case AppendOutcome.Duplicate { Constraint: ErasureStore.AccountIsErased }:
                    return new Receipt(0, new Refusal(RefusalCode.NotFound, RefusalReason.NoSuchAccount));
                case var conflict when attempt == Attempts:
                    throw new InvalidOperationException($"The stream kept changing under its only writer ({conflict.GetType().Name}).");
            }
        }
    }

    private async Task<Publication> Load() => Publication.Fold(
        await streams.Read<PublicationEvent>(_account, StreamKey.OfPublication(_publication), null, CancellationToken.None));

    private IEnumerable<VaultWrite> Vault(PublicationEvent @event, Bytes secrets, AuditNote? audit)
    {
        if (!secrets.IsEmpty)
        {
            yield return new VaultWrite.PutSlot(_account, new SlotId(SlotKind.Publication, _publication), secrets.ToArrayUnsafe());
        }

        if (audit is not null)
        {
            yield return new VaultWrite.AddAuditRecord(
                _account, Guid.CreateVersion7(), @event.At, audit.Action, audit.Session, audit.Note.ToArrayUnsafe());
        }
    }
}
