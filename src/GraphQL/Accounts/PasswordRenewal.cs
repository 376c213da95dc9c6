using Diary.Cryptography;
using Diary.Grains.Accounts;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;

namespace Diary.GraphQL.Accounts;

/// <summary>
/// Keeps a UCE password under the costs that are configured once those have risen, and never under lower ones: at a sign-in, the only
/// moment at which the password is there. A master key that was sealed to the slot from outside is wrapped by the password itself again.
/// </summary>
public sealed class PasswordRenewal(IGrainFactory grains, SealedVault vault, PasswordQueue passwords, PasswordCosts costs)
{
    /// <summary>Renews what is due; a sign-in goes on where it cannot be done now.</summary>
    public async Task Run(ProvenCredential proven, string? password, CancellationToken cancellation)
    {
        if (password is null || proven is not { MasterKey: { } masterKey, Password: { } keys, Kept: { } kept })
        {
            return;
        }

        if (kept.Costs.IsWeakerThan(costs.MemoryKiB, costs.Iterations))
        {
            var risen = Argon2idParameters.WithFreshSalt(
                Math.Max(kept.Costs.MemoryKiB, costs.MemoryKiB), Math.Max(kept.Costs.Iterations, costs.Iterations));
            try
            {
                using var costlier = await passwords.Derive(password, risen, cancellation);
                await Keep(proven, costlier, risen, masterKey);
            }
            catch (RateLimitedException)
            {
                // Signing in comes first; the next time will do.
            }
        }
        else if (kept.Wrap.Length == MasterKeyWrap.SealedLength)
        {
            await Keep(proven, keys, kept.Costs, masterKey);
        }
    }

    private Task Keep(ProvenCredential proven, PasswordKeys password, Argon2idParameters parameters, SymmetricKey masterKey)
    {
        var id = proven.Account.Id;
        var renewed = PasswordSlots.Of(vault, id, password, parameters, masterKey, proven.Epoch);
        return grains.GetGrain<IAccountGrain>(id.Value).RenewPassword(proven.Account.Version, proven.Record, renewed);
    }
}
