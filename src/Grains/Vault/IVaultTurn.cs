namespace Diary.Grains.Vault;

/// <summary>Makes the vault turn: where the vault key lies is not the grains' business.</summary>
public interface IVaultTurn
{
    /// <summary>Whether the vault key has served its time, or a turn was interrupted.</summary>
    Task<bool> IsDue(CancellationToken cancellation);

    /// <summary>Turns the vault, or goes on with a turn that was interrupted.</summary>
    /// <param name="say">Told of each step, in one line that holds no secret.</param>
    /// <param name="cancellation">Interrupts the turn; the next one goes on with it.</param>
    Task<VaultTurnEnd> Run(Action<string> say, CancellationToken cancellation);
}

/// <summary>How a turn of the vault ended.</summary>
public enum VaultTurnEnd
{
    /// <summary>All lies under the new key, and the old one is destroyed.</summary>
    Turned = 1,

    /// <summary>Another process is at it.</summary>
    Busy = 2,

    /// <summary>The keys cannot be written here: the operator must add a new one.</summary>
    NeedsKey = 3,

    /// <summary>All lies under the new key; the keys cannot be written here: the operator must remove the old one.</summary>
    NeedsRemoval = 4,
}
