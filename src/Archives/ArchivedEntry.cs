namespace Diary.Archives;

/// <summary>An entry in an archive.</summary>
/// <param name="Head">What is true of all its versions.</param>
/// <param name="Versions">
/// Oldest first, one at least; read as they are asked for, since an entry may have ten thousand of a megabyte, and again each time.
/// <see cref="ArchiveFlawException"/> where one cannot be read.
/// </param>
public sealed record ArchivedEntry(ArchivedEntryHead Head, IEnumerable<ArchivedVersion> Versions);

/// <summary>What is true of all versions of an entry.</summary>
/// <param name="Id">Its id where it came from; empty where that has none.</param>
/// <param name="Source">DIARY, FACEBOOK or IMPORT.</param>
/// <param name="DeletedAt">Since when it lies in the trash; null where it does not.</param>
public sealed record ArchivedEntryHead(Guid Id, string Source, DateTimeOffset? DeletedAt)
{
    /// <summary>Facebook: what it is recognised by where it comes again; null otherwise.</summary>
    public ArchivedOrigin? Origin { get; init; }
}

/// <summary>What an item of Facebook's download is recognised by.</summary>
/// <param name="Key">What tells it from all others of downloads, without a word of it.</param>
/// <param name="At">When it was posted, to the second.</param>
/// <param name="Text">A post's own text, which may be empty; null for a photo or video that no post has.</param>
public sealed record ArchivedOrigin(string Key, DateTimeOffset At, string? Text)
{
    /// <summary>Not its text.</summary>
    public override string ToString() => nameof(ArchivedOrigin);
}

/// <summary>How an entry stood.</summary>
/// <param name="Number">The version, from 1 on.</param>
/// <param name="Kind">WRITTEN, EDITED, RESTORED, TAGGED or IMPORTED.</param>
/// <param name="RecordedAt">When it was written down.</param>
/// <param name="Date">The day that it is about.</param>
/// <param name="TimeZone">The IANA zone of the day; null where the archive names none that is known here.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Media">Files that it has, in the order in which they are shown: what the archive knows them by.</param>
public sealed record ArchivedVersion(
    int Number, string Kind, DateTimeOffset RecordedAt, DateOnly Date, string? TimeZone, ArchivedContent Content,
    IReadOnlyList<string> Media);

/// <summary>What a version holds.</summary>
public abstract record ArchivedContent
{
    private protected ArchivedContent() { }
}

/// <summary>A text that can be read.</summary>
public sealed record ArchivedText(string? Title, string Body, string? Mood, ArchivedLocation? Location, ArchivedWeather? Weather,
    IReadOnlyList<string> Tags) : ArchivedContent;

/// <summary>What an E2E client sealed.</summary>
/// <param name="Envelope">Byte for byte.</param>
/// <param name="SealedAtVersion">The version that it is bound to.</param>
/// <param name="Tags">Tokens with their sealed names.</param>
public sealed record ArchivedEnvelope(byte[] Envelope, int SealedAtVersion, IReadOnlyList<ArchivedSealedTag> Tags) : ArchivedContent;

/// <summary>A tag that an E2E client sealed.</summary>
public sealed record ArchivedSealedTag(byte[] Token, byte[] SealedName);

/// <summary>Where it was.</summary>
public sealed record ArchivedLocation(string? Name, double? Latitude, double? Longitude);

/// <summary>What the weather was like.</summary>
public sealed record ArchivedWeather(string? Condition, double? TemperatureC);
