using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Facebook;
using Diary.Domain.Media;

namespace Diary.Projections.Tests.Events;

/// <summary>One event of each version that was ever written, and the bytes that it was written as.</summary>
internal static class GoldenEvents
{
    private static readonly AccountId Ada = new(new Guid("0195a1b0-0000-7000-8000-000000000001"));
    private static readonly EntryId Walk = new(new Guid("0195a1b0-0000-7000-8000-000000000003"));
    private static readonly MediaId Photo = new(new Guid("0195a1b0-0000-7000-8000-0000000000f1"));
    private static readonly MediaId Film = new(new Guid("0195a1b0-0000-7000-8000-0000000000f2"));
    private static readonly ContentIndex Index = Indexed(Token(0x20), Run(0x30, 27), Tag(0x10), Tag(0x11, 0x41));

    private static readonly ContentIndex Searchable = Index with { WordCount = Run(0x50, 4), Words = [Word(0x61), Word(0x70)] };

    /// <summary>By file name. What an older version left out stands here as its default.</summary>
    public static readonly IReadOnlyDictionary<string, object> All = new Dictionary<string, object>
    {
        ["entry_written.v1"] = Written(Ada, Walk, index: Index, source: EntrySource.Import),
        ["entry_written.v2"] = Written(Ada, Walk, index: Searchable, source: EntrySource.Import),
        ["entry_written.v3"] = Written(Ada, Walk, index: Searchable, source: EntrySource.Import) with { Media = [Photo, Film] },
        ["entry_imported.v2"] = new EntryEvent.Imported(Walk, Ada, new Guid("0195a1b0-0000-7000-8000-0000000000a1"), Sunday,
            EntrySource.Import, Run(7, 168), Searchable, Now.AddYears(2), Now, [Photo]),
        ["entry_imported.v3"] = new EntryEvent.Imported(Walk, Ada, new Guid("0195a1b0-0000-7000-8000-0000000000a1"), Sunday,
            EntrySource.Facebook, Run(7, 168), Searchable, Now.AddYears(2), Now, [Photo],
            new EntryOrigin(Run(0x21, 16), Run(0x31, 16), Run(0x41, 16))),
        ["entry_imported.v1"] = new EntryEvent.Imported(Walk, Ada, new Guid("0195a1b0-0000-7000-8000-0000000000a1"), Sunday,
            EntrySource.Import, Run(7, 168), Searchable, Now.AddYears(2), Now),
        ["entry_edited.v1"] = Edited(Saturday, Index),
        ["entry_edited.v2"] = Edited(Saturday, Searchable),
        ["entry_edited.v3"] = Edited(Saturday, Searchable) with { Media = [Film] },
        ["entry_media_attached.v1"] = new EntryEvent.MediaAttached([Photo, Film], Saturday, Phone, Now),
        ["entry_media_detached.v1"] = new EntryEvent.MediaDetached([], Sunday, Phone, Now),
        ["entry_redated.v1"] = new EntryEvent.Redated(Saturday, Phone, Now),
        ["entry_restored.v1"] = new EntryEvent.Restored(300, 2, Sunday, Index, Phone, Now),
        ["entry_restored.v2"] = new EntryEvent.Restored(300, 2, Sunday, Searchable, Phone, Now),
        ["entry_restored.v3"] = new EntryEvent.Restored(300, 2, Sunday, Searchable, Phone, Now, [Photo]),
        ["entry_tagged.v1"] = new EntryEvent.Tagged([Tag(0x10), Tag(0x11, 0x41)], Phone, Now),
        ["entry_deleted.v1"] = new EntryEvent.Deleted(Now.AddDays(30), Phone, Now),
        ["entry_undeleted.v1"] = new EntryEvent.Undeleted(Phone, Now),
        ["entry_purged.v1"] = new EntryEvent.Purged(null, Now),
        ["entry_purged.v2"] = new EntryEvent.Purged(Phone, Now, 300),
        ["entry_purged.v3"] = new EntryEvent.Purged(Phone, Now, 300, [Word(0x61)]),
        ["entry_indexed.v1"] =
            new EntryEvent.Indexed(3, Saturday.Date, Run(0x60, 32), Run(0x30, 27), Run(0x50, 4), [Word(0x61)], Phone, Now),
        ["account_signed_up.v1"] = new AccountEvent.SignedUp(Ada, Tier.E2E, Run(5, 32), Run(3, 32), 1,
            [new Guid("0195a1b0-0000-7000-8000-000000000011"), new Guid("0195a1b0-0000-7000-8000-000000000012")], "Europe/Vienna", Now),
        ["account_credential_changed.v1"] = new AccountEvent.CredentialChanged(Phone, Now),
        ["account_recovered.v1"] = new AccountEvent.Recovered(new Guid("0195a1b0-0000-7000-8000-000000000011"), Now),
        ["account_recovery_codes_replaced.v1"] = new AccountEvent.RecoveryCodesReplaced(
            [new Guid("0195a1b0-0000-7000-8000-000000000011"), new Guid("0195a1b0-0000-7000-8000-000000000012")], Phone, Now),
        ["account_key_rotation_started.v1"] = new AccountEvent.KeyRotationStarted(2, Phone, Now),
        ["account_key_rotation_finished.v1"] = new AccountEvent.KeyRotationFinished(2, Now),
        ["account_settings_changed.v1"] = new AccountEvent.SettingsChanged("America/Lima", "nb", Phone, Now),
        ["account_deleted.v1"] = new AccountEvent.Deleted(300, Phone, Now),
        ["media_announced.v1"] = new MediaEvent.Announced(Photo, Ada, 5_000_000_000, Run(9, 32), Now.AddDays(1), Phone, Now),
        ["media_ready.v1"] = new MediaEvent.Ready(Phone, Now),
        ["media_deleted.v1"] = new MediaEvent.Deleted(null, Now),
        ["entry_source_seen.v1"] = new EntryEvent.SourceSeen(false, Now),
        ["entry_published.v1"] = new EntryEvent.Published(new Guid("0195a1b0-0000-7000-8000-0000000000a2"), Now),
        ["publication_queued.v1"] = new PublicationEvent.Queued(Walk, 3, Run(0x61, 16), Run(0x71, 16), Phone, Now),
        ["publication_attempted.v1"] = new PublicationEvent.Attempted(Now),
        ["publication_looked_up.v1"] = new PublicationEvent.LookedUp(Now),
        ["publication_refused.v1"] = new PublicationEvent.Refused(Now),
        ["publication_published.v1"] = new PublicationEvent.Published(Now),
        ["publication_failed.v1"] = new PublicationEvent.Failed(Now),
        ["publication_handed_off.v1"] = new PublicationEvent.HandedOff(Now),
        ["facebook_connected.v1"] = new ConnectionEvent.Connected(Run(0x51, 16), true, false, Now.AddDays(60), Phone, Now),
        ["facebook_configured.v1"] = new ConnectionEvent.Configured(true, 240, Phone, Now),
        ["facebook_prolonged.v1"] = new ConnectionEvent.Prolonged(Now.AddDays(60), Now),
        ["facebook_reconnect_needed.v1"] = new ConnectionEvent.ReconnectNeeded(Now),
        ["facebook_watermark_raised.v1"] = new ConnectionEvent.WatermarkRaised(Now.AddDays(-1), Now),
        ["facebook_disconnected.v1"] = new ConnectionEvent.Disconnected(DisconnectReason.AppRemoved, null, Now),
    };

    /// <summary>True for the version that is written today; older ones are read only.</summary>
    public static bool IsNewest(string name) =>
        !All.ContainsKey($"{name.Split('.')[0]}.v{int.Parse(name.Split(".v")[1], CultureInfo.InvariantCulture) + 1}");

    /// <summary>
    /// The committed bytes; DIARY_UPDATE_GOLDEN=1 writes <paramref name="current"/> to the file of a newest version, to be reviewed and
    /// committed.
    /// </summary>
    public static byte[] Bytes(string name, byte[] current)
    {
        if (IsNewest(name) && Environment.GetEnvironmentVariable("DIARY_UPDATE_GOLDEN") == "1")
        {
            var lines = Convert.ToHexStringLower(current).Chunk(64).Select(c => new string(c) + "\n");
            File.WriteAllText(Path.Combine(Folder(), name + ".hex"), string.Concat(lines));
            return current;
        }

        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + ".hex")
            ?? throw new InvalidOperationException($"{name}.hex is missing: DIARY_UPDATE_GOLDEN=1 makes it.");
        using var reader = new StreamReader(stream);
        return Convert.FromHexString(reader.ReadToEnd().ReplaceLineEndings(""));
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "Golden");
}
