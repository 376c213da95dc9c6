using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.GraphQL.Paging;
using Diary.GraphQL.Scalars;
using Diary.GraphQL.Sessions;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Audit;

/// <summary>Reads the audit log for its owner: one statement a page, and the notes opened with the owner's key.</summary>
public sealed class AuditLog(AuditReader reader)
{
    private const long LatestMillisecond = 253402300799999;

    /// <summary>One page.</summary>
    public async Task<AuditConnection> Page(DiarySession owner, PageRequest page, CancellationToken cancellation)
    {
        var after = page.After is { } cursor
            ? new AuditPosition(DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(cursor.Key, 0, LatestMillisecond)), cursor.Tie)
            : null;
        var rows = await reader.Page(owner.Account, after, page.Take, cancellation);
        var keys = owner.Keys;
        return new AuditConnection(Paging.Page.Of(page, rows, r => new AuditEdge(
            Node(r, keys.OpenNote(r.Note), isSealed: keys.Tier == Tier.E2E),
            new Cursor(AuditConnection.List, r.At.ToUnixTimeMilliseconds(), r.Record))));
    }

    /// <summary>The action's name as clients know it; never changed, though the enumeration may be.</summary>
    public static string NameOf(AuditAction action) => action switch
    {
        AuditAction.SignedUp => "SIGNED_UP",
        AuditAction.SignedIn => "SIGNED_IN",
        AuditAction.SignedOut => "SIGNED_OUT",
        AuditAction.SessionRevoked => "SESSION_REVOKED",
        AuditAction.RefreshTokenReused => "REFRESH_TOKEN_REUSED",
        AuditAction.CredentialChanged => "CREDENTIAL_CHANGED",
        AuditAction.Recovered => "RECOVERED",
        AuditAction.RecoveryCodesReplaced => "RECOVERY_CODES_REPLACED",
        AuditAction.KeysRotated => "KEYS_ROTATED",
        AuditAction.EntryPurged => "ENTRY_PURGED",
        AuditAction.RecoveryBundleRead => "RECOVERY_BUNDLE_READ",
        AuditAction.DiaryExported => "DIARY_EXPORTED",
        AuditAction.ArchiveImported => "ARCHIVE_IMPORTED",
        AuditAction.ImportUndone => "IMPORT_UNDONE",
        AuditAction.FacebookConnected => "FACEBOOK_CONNECTED",
        AuditAction.EntryPublished => "ENTRY_PUBLISHED",
        AuditAction.FacebookDisconnected => "FACEBOOK_DISCONNECTED",
        _ => "OTHER", // of a newer silo, while a cluster is brought up to date
    };

    private static AuditRecordNode Node(AuditRow row, byte[]? opened, bool isSealed)
    {
        var note = opened is null ? null : JsonSerializer.Deserialize(opened, NoteJson.Default.NoteText);
        return new AuditRecordNode(row.At, NameOf(row.Action), row.Session is { } session ? GlobalId.Format(session.Value) : null,
            note?.Device, note?.IpPrefix, note?.Detail, isSealed ? row.Note : null);
    }
}
