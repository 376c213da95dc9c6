using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Facebook;
using Diary.Domain.Media;
using Diary.Projections.Events;

namespace Diary.Projections.Tests.Events;

public sealed class EventNamesTests
{
    private static readonly Type[] Unions = [typeof(EntryEvent), typeof(AccountEvent), typeof(MediaEvent), typeof(ConnectionEvent),
        typeof(PublicationEvent)];

    [Fact]
    public void The_wire_names_stay_what_they_are() => Assert.Equal(
        [
            "AccountEvent.CredentialChanged = account_credential_changed",
            "AccountEvent.Deleted = account_deleted",
            "AccountEvent.KeyRotationFinished = account_key_rotation_finished",
            "AccountEvent.KeyRotationStarted = account_key_rotation_started",
            "AccountEvent.Recovered = account_recovered",
            "AccountEvent.RecoveryCodesReplaced = account_recovery_codes_replaced",
            "AccountEvent.SettingsChanged = account_settings_changed",
            "AccountEvent.SignedUp = account_signed_up",
            "ConnectionEvent.Configured = facebook_configured",
            "ConnectionEvent.Connected = facebook_connected",
            "ConnectionEvent.Disconnected = facebook_disconnected",
            "ConnectionEvent.Prolonged = facebook_prolonged",
            "ConnectionEvent.ReconnectNeeded = facebook_reconnect_needed",
            "ConnectionEvent.WatermarkRaised = facebook_watermark_raised",
            "EntryEvent.Deleted = entry_deleted",
            "EntryEvent.Edited = entry_edited",
            "EntryEvent.Imported = entry_imported",
            "EntryEvent.Indexed = entry_indexed",
            "EntryEvent.MediaAttached = entry_media_attached",
            "EntryEvent.MediaDetached = entry_media_detached",
            "EntryEvent.Published = entry_published",
            "EntryEvent.Purged = entry_purged",
            "EntryEvent.Redated = entry_redated",
            "EntryEvent.Restored = entry_restored",
            "EntryEvent.SourceSeen = entry_source_seen",
            "EntryEvent.Tagged = entry_tagged",
            "EntryEvent.Undeleted = entry_undeleted",
            "EntryEvent.Written = entry_written",
            "MediaEvent.Announced = media_announced",
            "MediaEvent.Deleted = media_deleted",
            "MediaEvent.Ready = media_ready",
            "PublicationEvent.Attempted = publication_attempted",
            "PublicationEvent.Failed = publication_failed",
            "PublicationEvent.HandedOff = publication_handed_off",
            "PublicationEvent.LookedUp = publication_looked_up",
            "PublicationEvent.Published = publication_published",
            "PublicationEvent.Queued = publication_queued",
            "PublicationEvent.Refused = publication_refused",
        ],
        EventNames.All.Select(e => $"{e.Key.DeclaringType!.Name}.{e.Key.Name} = {e.Value}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_case_of_every_union_of_the_domain_has_a_name()
    {
        var unions = typeof(EntryEvent).Assembly.GetTypes().Where(t => t.IsAbstract && t.Name.EndsWith("Event", StringComparison.Ordinal));
        Assert.Equal(Unions.ToHashSet(), unions.ToHashSet());
        Assert.Equal(Unions.SelectMany(u => u.GetNestedTypes()).ToHashSet(), EventNames.All.Keys.ToHashSet());
    }

    [Fact]
    public void Every_name_has_a_golden_event_of_its_type()
    {
        Assert.Equal(EventNames.All.Values.ToHashSet(), GoldenEvents.All.Keys.Select(k => k.Split('.')[0]).ToHashSet());
        Assert.All(GoldenEvents.All, golden => Assert.Equal(golden.Key.Split('.')[0], EventNames.Of(golden.Value)));
    }

    [Fact]
    public void A_name_leads_back_to_its_type()
    {
        Assert.All(EventNames.All, e => Assert.Equal(e.Key, EventNames.TypeOf(e.Value)));
        Assert.Throws<KeyNotFoundException>(() => EventNames.TypeOf("entry_forgotten"));
    }
}
