using Diary.Domain;
using Diary.Domain.Sessions;
using Diary.Projections.Vault;

namespace Diary.Grains.Sessions;

/// <summary>
/// A session's life. The vault is written before the state: a kill in between leaves a slot that the next try writes again.
/// </summary>
public sealed class SessionGrain(
    [PersistentState("session", SessionGrain.Storage)] IPersistentState<SessionState> stored, VaultStore vault, TimeProvider clock)
    : Grain, ISessionGrain
{
    /// <summary>The name of the grain storage for sessions.</summary>
    public const string Storage = "sessions";

    private Guid Id => this.GetPrimaryKey();

    /// <inheritdoc/>
    public async Task Open(OpenSession session)
    {
        await vault.Write([Put(session.Account, 1, session.Slot, session.ExpiresAt)], CancellationToken.None);
        var now = clock.Now();
        stored.State = new SessionState
        {
            Account = session.Account,
            Device = session.Device,
            CreatedAt = now,
            Generation = 1,
            RotatedAt = now,
            ExpiresAt = session.ExpiresAt,
        };
        await stored.WriteStateAsync();
    }

    /// <inheritdoc/>
    public async Task<RotationReceipt> Rotate(RotateSession rotation)
    {
        var state = stored.State;
        var now = clock.Now();
        if (!stored.RecordExists || state.Account != rotation.Account || state.ExpiresAt <= now)
        {
            return new RotationReceipt(RotationVerdict.Unknown);
        }

        // No slot to propose means that the token's own slot is gone or not opened by it: whatever its number, it is not the current one.
        var verdict = rotation.Slot.IsEmpty && rotation.Generation == state.Generation
            ? RotationVerdict.Unknown
            : SessionRotation.Judge(rotation.Generation, state.Generation, state.RotatedAt, now);
        switch (verdict)
        {
            case RotationVerdict.Rotate:
                await vault.Write(
                    [
                        Put(state.Account, state.Generation + 1, rotation.Slot, rotation.ExpiresAt),
                        new VaultWrite.DestroySlot(state.Account, SlotKind.Session, Id, Below: state.Generation),
                    ],
                    CancellationToken.None);
                state.Generation++;
                state.Salt = rotation.Salt;
                state.RotatedAt = now;
                state.ExpiresAt = rotation.ExpiresAt;
                await stored.WriteStateAsync();
                break;
            case RotationVerdict.Reused:
                await End(state.Account);
                return new RotationReceipt(RotationVerdict.Reused);
            case RotationVerdict.Unknown:
                return new RotationReceipt(RotationVerdict.Unknown);
            case RotationVerdict.Repeat:
                break;
        }

        return new RotationReceipt(verdict, state.Salt, state.RotatedAt, state.ExpiresAt);
    }

    /// <inheritdoc/>
    public async Task<bool> End(AccountId account)
    {
        if (stored.RecordExists && stored.State.Account != account)
        {
            return false;
        }

        await vault.Write([new VaultWrite.DestroySlot(account, SlotKind.Session, Id, Below: int.MaxValue)], CancellationToken.None);
        var existed = stored.RecordExists;
        if (existed)
        {
            await stored.ClearStateAsync();
        }

        DeactivateOnIdle();
        return existed;
    }

    private VaultWrite.PutSlot Put(AccountId account, int generation, Bytes record, DateTimeOffset expiresAt) =>
        new(account, new SlotId(SlotKind.Session, Id, generation), record.ToArrayUnsafe(), expiresAt);
}
