using Diary.Domain;
using Diary.Domain.Accounts;

namespace Diary.Grains.Accounts;

/// <summary>One account: the only writer of its stream.</summary>
[Alias("IAccountGrain")]
public interface IAccountGrain : IGrainWithGuidKey
{
    /// <summary>Begins the account and keeps its key slots, all or nothing.</summary>
    [Alias("SignUp")]
    Task<Receipt> SignUp(AccountCommand.SignUp command, AccountSlots slots);
}

/// <summary>The vault records that an account begins with, sealed under the vault key by the edge.</summary>
/// <param name="Password">The password's verifier, and the master key under its wrapping half.</param>
/// <param name="Recovery">The same of each recovery code, by the code's id.</param>
/// <param name="Keys">The account's private key and index root, under the master key.</param>
/// <param name="Email">The address.</param>
[GenerateSerializer, Immutable, Alias("AccountSlots")]
public sealed record AccountSlots(Bytes Password, ValueList<RecoverySlot> Recovery, Bytes Keys, Bytes Email);

/// <summary>The vault record of one recovery code.</summary>
[GenerateSerializer, Immutable, Alias("RecoverySlot")]
public sealed record RecoverySlot(Guid CodeId, Bytes Record);
