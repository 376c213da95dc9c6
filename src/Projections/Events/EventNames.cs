using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Facebook;
using Diary.Domain.Media;

namespace Diary.Projections.Events;

/// <summary>The wire names of events: what stands in the event table for ever, whatever the types are called.</summary>
public static class EventNames
{
    private static readonly Dictionary<Type, string> ByType = new()
    {
        [typeof(EntryEvent.Written)] = "entry_written",
        [typeof(EntryEvent.Imported)] = "entry_imported",
        [typeof(EntryEvent.Edited)] = "entry_edited",
        [typeof(EntryEvent.Redated)] = "entry_redated",
        [typeof(EntryEvent.MediaAttached)] = "entry_media_attached",
        [typeof(EntryEvent.MediaDetached)] = "entry_media_detached",
        [typeof(EntryEvent.Restored)] = "entry_restored",
        [typeof(EntryEvent.Tagged)] = "entry_tagged",
        [typeof(EntryEvent.Deleted)] = "entry_deleted",
        [typeof(EntryEvent.Undeleted)] = "entry_undeleted",
        [typeof(EntryEvent.Purged)] = "entry_purged",
        [typeof(EntryEvent.Indexed)] = "entry_indexed",
        [typeof(EntryEvent.Published)] = "entry_published",
        [typeof(EntryEvent.SourceSeen)] = "entry_source_seen",
        [typeof(AccountEvent.SignedUp)] = "account_signed_up",
        [typeof(AccountEvent.CredentialChanged)] = "account_credential_changed",
        [typeof(AccountEvent.Recovered)] = "account_recovered",
        [typeof(AccountEvent.RecoveryCodesReplaced)] = "account_recovery_codes_replaced",
        [typeof(AccountEvent.KeyRotationStarted)] = "account_key_rotation_started",
        [typeof(AccountEvent.KeyRotationFinished)] = "account_key_rotation_finished",
        [typeof(AccountEvent.SettingsChanged)] = "account_settings_changed",
        [typeof(AccountEvent.Deleted)] = "account_deleted",
        [typeof(MediaEvent.Announced)] = "media_announced",
        [typeof(MediaEvent.Ready)] = "media_ready",
        [typeof(MediaEvent.Deleted)] = "media_deleted",
        [typeof(PublicationEvent.Queued)] = "publication_queued",
        [typeof(PublicationEvent.Attempted)] = "publication_attempted",
        [typeof(PublicationEvent.LookedUp)] = "publication_looked_up",
        [typeof(PublicationEvent.Refused)] = "publication_refused",
        [typeof(PublicationEvent.Published)] = "publication_published",
        [typeof(PublicationEvent.Failed)] = "publication_failed",
        [typeof(PublicationEvent.HandedOff)] = "publication_handed_off",
        [typeof(ConnectionEvent.Connected)] = "facebook_connected",
        [typeof(ConnectionEvent.Configured)] = "facebook_configured",
        [typeof(ConnectionEvent.Prolonged)] = "facebook_prolonged",
        [typeof(ConnectionEvent.ReconnectNeeded)] = "facebook_reconnect_needed",
        [typeof(ConnectionEvent.WatermarkRaised)] = "facebook_watermark_raised",
        [typeof(ConnectionEvent.Disconnected)] = "facebook_disconnected",
    };

    private static readonly Dictionary<string, Type> ByName = ByType.ToDictionary(p => p.Value, p => p.Key);

    /// <summary>Every event type with its wire name.</summary>
    public static IReadOnlyDictionary<Type, string> All => ByType;

    /// <summary>The wire name of an event.</summary>
    public static string Of(object @event) => ByType[@event.GetType()];

    /// <summary>The event type behind a wire name.</summary>
    /// <exception cref="KeyNotFoundException">The name is none of ours: the table was written by a newer version.</exception>
    public static Type TypeOf(string name) => ByName[name];
}
