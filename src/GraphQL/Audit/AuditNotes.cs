using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Diary.Archives;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Sessions;
using Diary.Projections.Accounts;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Audit;

/// <summary>Makes the lines of the audit log: who did it and from where, sealed to the account's public key.</summary>
public sealed class AuditNotes(ClientAddress client, VaultStore vault, TimeProvider clock)
{
    /// <summary>A line about what a session does.</summary>
    public AuditNote Of(AuditAction action, DiarySession by, string? detail = null) =>
        Of(action, by.Keys.Account, by.Id, device: null, detail);

    /// <summary>A line about an account.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="account">With which account.</param>
    /// <param name="session">By which session; null where none is.</param>
    /// <param name="device">The device's name, where the request tells it.</param>
    /// <param name="detail">What else the owner should know; null where there is nothing.</param>
    public AuditNote Of(AuditAction action, AccountRow account, SessionId? session = null, string? device = null, string? detail = null) =>
        Of(action, account.Id, KeyOf(account), session, device, detail);

    /// <summary>A line about an account that is known by its id and key.</summary>
    public AuditNote Of(AuditAction action, AccountId account, X25519PublicKey publicKey, SessionId? session = null,
        string? device = null, string? detail = null)
    {
        var note = PlainJson.Encode(new NoteText(device, client.Prefix, detail), NoteJson.Default.NoteText);
        var sealedNote = SealedNote.Seal(publicKey, account.Value, note);
        CryptographicOperations.ZeroMemory(note);
        return new AuditNote(action, session, new Bytes(sealedNote));
    }

    /// <summary>
    /// Writes a line about what changes nothing, and so is no part of a command; false where the account is gone. Who repeats it writes
    /// another, of which no more are kept than of all lines.
    /// </summary>
    public Task<bool> Write(AuditAction action, AccountRow account, CancellationToken cancellation) =>
        Write(Of(action, account), account.Id, cancellation);

    /// <summary>The same about what a session asks for.</summary>
    public Task<bool> Write(AuditAction action, DiarySession by, string detail, CancellationToken cancellation) =>
        Write(Of(action, by, detail), by.Account, cancellation);

    private Task<bool> Write(AuditNote note, AccountId account, CancellationToken cancellation) => vault.Tell(new VaultWrite.AddAuditRecord(
            account, Guid.CreateVersion7(), clock.GetUtcNow(), note.Action, note.Session, note.Note.ToArrayUnsafe()), cancellation);

    /// <summary>The account's public key.</summary>
    /// <exception cref="CryptographicException">It is none.</exception>
    public static X25519PublicKey KeyOf(AccountRow account) => X25519PublicKey.TryImport(account.PublicKey.Span, out var key) ? key
        : throw new CryptographicException("An account's public key is none.");
}

/// <summary>What a line's note says, in compact JSON without what is null; E2E clients read the same.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="IpPrefix">Where the request came from, as <see cref="ClientAddress.Prefix"/>.</param>
/// <param name="Detail">What else there is to know.</param>
internal sealed record NoteText(string? Device, string? IpPrefix, string? Detail);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TextConverter)])]
[JsonSerializable(typeof(NoteText))]
internal sealed partial class NoteJson : JsonSerializerContext;
