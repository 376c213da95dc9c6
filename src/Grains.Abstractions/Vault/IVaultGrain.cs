namespace Diary.Grains.Vault;

/// <summary>The cluster's one keeper of the vault's turns (key 0): by reminder, it has the vault turn when it is due.</summary>
[Alias("IVaultGrain")]
public interface IVaultGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that the reminder stands.</summary>
    [Alias("Schedule")]
    Task Schedule();

    /// <summary>
    /// Has the vault turn if it is due or was interrupted; false where there was nothing to do. The turn goes on afterwards.
    /// </summary>
    [Alias("Tick")]
    Task<bool> Tick();
}
