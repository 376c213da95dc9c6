using Diary.Domain;
using Diary.Grains.Entries;
using Diary.Grains.Facebook;
using Diary.Grains.Media;

namespace Diary.Grains;

/// <summary>Finds grains by our own ids.</summary>
public static class GrainKeys
{
    /// <summary>The grain of an entry. The account is part of the key: another account's entry of the same id is another grain.</summary>
    public static IEntryGrain Entry(this IGrainFactory grains, AccountId account, EntryId entry) =>
        grains.GetGrain<IEntryGrain>(entry.Value, account.ToString(), grainClassNamePrefix: null);

    /// <summary>The grain of a file; the account is part of the key here too.</summary>
    public static IMediaGrain Media(this IGrainFactory grains, AccountId account, MediaId media) =>
        grains.GetGrain<IMediaGrain>(media.Value, account.ToString(), grainClassNamePrefix: null);

    /// <summary>The grain of a publication; the account is part of the key here too.</summary>
    public static IPublicationGrain Publication(this IGrainFactory grains, AccountId account, Guid publication) =>
        grains.GetGrain<IPublicationGrain>(publication, account.ToString(), grainClassNamePrefix: null);
}
