using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Accounts;

/// <summary>How the desks change an account for someone who has proved who it is.</summary>
internal static class AccountCommands
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Tries until the account holds still: an attempt gives null where the account changed between the check of a credential and the
    /// command, and is made again from the check on.
    /// </summary>
    /// <exception cref="UnavailableException">It changed each time.</exception>
    public static async Task<T> Settle<T>(Func<Task<T?>> attempt) where T : class
    {
        for (var i = 0; i < Attempts; i++)
        {
            if (await attempt() is { } settled)
            {
                return settled;
            }
        }

        throw new UnavailableException(Pause);
    }

    /// <summary>Executes a command; false where the account changed meanwhile.</summary>
    /// <exception cref="UnavailableException">The database did not answer: the same request may be sent again.</exception>
    public static async Task<bool> TryExecute(
        this IGrainFactory grains, AccountId account, AccountCommand command, AccountSlots slots, AuditNote? audit)
    {
        var receipt = await grains.GetGrain<IAccountGrain>(account.Value).Execute(command, slots, audit);
        return receipt.RetryAfter is { } retryAfter ? throw new UnavailableException(retryAfter) : receipt.Refusal is null;
    }

    /// <summary>The vault's records of a credential that takes another's place, and of the private key under it.</summary>
    public static async Task<AccountSlots> Replace(this SealedVault vault, AccountId account, CredentialInput next, byte[]? bundle,
        Cryptography.SymmetricKey? masterKey, int epoch, PasswordQueue passwords, PasswordCosts costs, CancellationToken cancellation)
    {
        if (masterKey is null)
        {
            return new AccountSlots(Password: PasswordSlots.Of(vault, account, next.AuthKey!),
                Bundle: bundle is null ? Bytes.Empty : vault.Seal(account, new SlotId(SlotKind.Bundle), bundle));
        }

        var parameters = costs.WithFreshSalt();
        using var password = await passwords.Derive(next.Password!, parameters, cancellation);
        return new AccountSlots(Password: PasswordSlots.Of(vault, account, password, parameters, masterKey, epoch));
    }
}
