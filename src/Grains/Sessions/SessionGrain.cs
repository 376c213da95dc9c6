using Diary.Domain;
using Diary.Domain.Sessions;
using Diary.Grains.Accounts;
using Diary.Projections.Vault;

namespace Diary.Grains.Sessions;

/// <summary>
/// A session's life. The vault is written before the state. A kill in between leaves, of a renewal, a slot that the next try writes again;
/// of a beginning, one that nobody has tokens for, as after a sign-in whose reply was lost: it opens nothing to anyone, stands in the list
/// of sessions, and ends with its 30 days, or when its owner ends it. The other way round, it would be a state that no sweep finds. A
/// session is ended by destroying its slots, behind this grain's back, and no slot is ever made but beside the one that it follows.
/// </summary>
public sealed class SessionGrain(
    [PersistentState("session", SessionGrain.Storage)] IPersistentState<SessionState> stored, SessionSlots slots, TimeProvider clock)
    : Grain, ISessionGrain
{
    /// <summary>The name of the grain storage for sessions.</summary>
    public const string Storage = "sessions";

    private static readonly RotationReceipt Unknown = new(RotationVerdict.Unknown);

    private Guid Id => this.GetPrimaryKey();

    /// <inheritdoc/>
    public async Task<bool> Open(OpenSession session)
    {
        var now = clock.Now();
        if (!await slots.Begin(
            session.Account, Id, session.Slot, session.ExpiresAt, session.Credential, Line(session.Account, session.Audit)))
        {
            return false;
        }

        stored.State = new SessionState
        {
            Account = session.Account,
            Generation = 1,
            RotatedAt = now,
            ExpiresAt = session.ExpiresAt,
        };
        await stored.WriteStateAsync();
        return true;
    }

    /// <inheritdoc/>
    public async Task<RotationReceipt> Rotate(RotateSession rotation)
    {
        var state = stored.State;
        var now = clock.Now();
        if (!stored.RecordExists || state.Account != rotation.Account || state.ExpiresAt <= now)
        {
            return Unknown;
        }

        // No slot to propose means that the token's own slot is gone or not opened by it: whatever its number, it is not the current one.
        var verdict = rotation.Slot.IsEmpty && rotation.Generation == state.Generation
            ? RotationVerdict.Unknown
            : SessionRotation.Judge(rotation.Generation, state.Generation, state.RotatedAt, now);
        switch (verdict)
        {
            case RotationVerdict.Rotate:
                return await Advance(rotation, now);
            case RotationVerdict.Repeat when await slots.Has(state.Account, Id, state.Generation):
                return Receipt(RotationVerdict.Repeat);
            case RotationVerdict.Reused when await slots.End(state.Account, Id, Line(state.Account, rotation.Reuse)):
                await Clear();
                return new RotationReceipt(RotationVerdict.Reused);
            case RotationVerdict.Repeat or RotationVerdict.Reused:
                await Clear(); // it had ended before
                return Unknown;
            default:
                return Unknown;
        }
    }

    /// <inheritdoc/>
    public async Task Forget(AccountId account)
    {
        if (stored.RecordExists && stored.State.Account == account && !await slots.Has(account, Id, stored.State.Generation))
        {
            await Clear();
        }
    }

    private async Task<RotationReceipt> Advance(RotateSession rotation, DateTimeOffset now)
    {
        var state = stored.State;
        switch (await slots.Advance(state.Account, Id, state.Generation, rotation.From, rotation.Slot, rotation.ExpiresAt))
        {
            case SlotAdvance.Kept:
                state.Generation++;
                state.Salt = rotation.Salt;
                state.RotatedAt = now;
                state.ExpiresAt = rotation.ExpiresAt;
                await stored.WriteStateAsync();
                return Receipt(RotationVerdict.Rotate);
            case SlotAdvance.Changed:
                return new RotationReceipt(RotationVerdict.Outdated);
            default:
                await Clear();
                return Unknown;
        }
    }

    private RotationReceipt Receipt(RotationVerdict verdict) =>
        new(verdict, stored.State.Salt, stored.State.RotatedAt, stored.State.ExpiresAt);

    private async Task Clear()
    {
        await stored.ClearStateAsync();
        DeactivateOnIdle();
    }

    private VaultWrite.AddAuditRecord Line(AccountId account, AuditNote note) =>
        new(account, Guid.CreateVersion7(), clock.Now(), note.Action, note.Session, note.Note.ToArrayUnsafe());
}
