using System.ComponentModel;
using Diary.GraphQL.Paging;
using GraphQL;

namespace Diary.GraphQL.Audit;

/// <summary>One thing that was done with the account.</summary>
[Name("AuditRecord")]
public sealed record AuditRecordNode(
    DateTimeOffset At,
    [property: Description("SIGNED_UP, SIGNED_IN, SIGNED_OUT, SESSION_REVOKED, REFRESH_TOKEN_REUSED, CREDENTIAL_CHANGED, RECOVERED, "
        + "RECOVERY_CODES_REPLACED, KEYS_ROTATED, ENTRY_PURGED, RECOVERY_BUNDLE_READ, DIARY_EXPORTED, ARCHIVE_IMPORTED, "
        + "IMPORT_UNDONE, FACEBOOK_CONNECTED, FACEBOOK_DISCONNECTED, ENTRY_PUBLISHED; others may come.")] string Action,
    [property: Id, Description("The session that did it; of REFRESH_TOKEN_REUSED the one that ended. Null where none did, as where an "
        + "entry's time in the trash was over.")] string? Session,
    [property: Description("The device's name, where the request told it. UCE.")] string? Device,
    [property: Description("Where the request came from, as 203.0.113.0/24 or 2001:db8:1::/48. UCE.")] string? IpPrefix,
    [property: Description("What else there is to know, such as the id of the session that was revoked or of the entry that was "
        + "purged. UCE.")] string? Detail,
    [property: Description("E2E: JSON of device, ipPrefix and detail, sealed to the account's public key (HPKE base mode, info "
        + "diary.v1.note).")] byte[]? SealedDetail);

/// <summary>A record and where it stands.</summary>
public sealed class AuditEdge(AuditRecordNode node, Cursor cursor) : Edge<AuditRecordNode>(node, cursor);

/// <summary>A page of the audit log.</summary>
public sealed class AuditConnection(Page<AuditEdge> page) : NodeConnection<AuditEdge, AuditRecordNode>(page)
{
    /// <summary>What its cursors are marked with.</summary>
    internal const byte List = 40;
}
