using Diary.Domain;
using Diary.Domain.Accounts;

namespace Diary.Grains.Accounts;

/// <summary>One account: the only writer of its stream and of its key slots, but for those of sessions.</summary>
[Alias("IAccountGrain")]
public interface IAccountGrain : IGrainWithGuidKey
{
    /// <summary>Decides a command; its events, its slots and its audit line are committed together, or none of them.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="slots">The vault records that the command brings; what is empty stays as it is.</param>
    /// <param name="audit">The line for the audit log; null where the command needs none.</param>
    [Alias("Execute")]
    Task<Receipt> Execute(AccountCommand command, AccountSlots slots, AuditNote? audit);

    /// <summary>
    /// Keeps the same password under costlier parameters, unless the account changed since <paramref name="expectedVersion"/> or the
    /// record since it was read as <paramref name="current"/>.
    /// </summary>
    [Alias("RenewPassword")]
    Task RenewPassword(int expectedVersion, Bytes current, Bytes renewed);
}

/// <summary>The vault records that a command brings, sealed under the vault key by the edge. What is empty stays as it is.</summary>
/// <param name="Password">The credential's parameters and verifier; UCE: the master key under the password's wrapping half.</param>
/// <param name="Recovery">The same of each recovery code, by the code's id.</param>
/// <param name="Keys">UCE: the account's private key and index root, under the master key.</param>
/// <param name="Email">The address.</param>
/// <param name="Bundle">E2E: the private key as the client wrapped it.</param>
/// <param name="Sessions">UCE: the master key under each session's unlock key, where a rotation wraps it anew.</param>
/// <param name="Retiring">UCE: the master key of the epoch before, under the current one, while a rotation runs.</param>
[GenerateSerializer, Immutable, Alias("AccountSlots")]
public sealed record AccountSlots(Bytes Password = default, ValueList<RecoverySlot> Recovery = default, Bytes Keys = default,
    Bytes Email = default, Bytes Bundle = default, ValueList<SessionSlot> Sessions = default, Bytes Retiring = default)
{
    /// <summary>No records.</summary>
    public static readonly AccountSlots None = new();
}

/// <summary>The vault record of one recovery code.</summary>
[GenerateSerializer, Immutable, Alias("RecoverySlot")]
public sealed record RecoverySlot(Guid CodeId, Bytes Record);

/// <summary>
/// The vault record of one generation of a session. Where one is brought, all of the account's must be, each as it was read: a command
/// that left a session out, or knew another record of it, is stale.
/// </summary>
/// <param name="Session">The session.</param>
/// <param name="Generation">Which of its successors.</param>
/// <param name="From">The record as it was read.</param>
/// <param name="Record">What takes its place; a generation that is gone stays so.</param>
[GenerateSerializer, Immutable, Alias("SessionSlot")]
public sealed record SessionSlot(Guid Session, int Generation, Bytes From, Bytes Record);

/// <summary>One line of the audit log.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Session">By which session; null where none was.</param>
/// <param name="Note">Device, address and details, sealed to the account's public key.</param>
[GenerateSerializer, Immutable, Alias("AuditNote")]
public sealed record AuditNote(AuditAction Action, SessionId? Session, Bytes Note);
