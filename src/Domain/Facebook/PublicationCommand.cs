namespace Diary.Domain.Facebook;

/// <summary>What can be asked of a publication.</summary>
[GenerateSerializer, Immutable, Alias("PublicationCommand")]
public abstract record PublicationCommand
{
    private PublicationCommand() { }

    /// <summary>Publish, or bring up to date; its parameters mean what they mean in <see cref="PublicationEvent.Queued"/>.</summary>
    [GenerateSerializer, Immutable, Alias("PublicationCommand.Queue")]
    public sealed record Queue(EntryId EntryId, int SealedAt, Bytes Text, Bytes Attached, SessionId? By) : PublicationCommand;

    /// <summary>Hand a link over to the profile's dialog.</summary>
    [GenerateSerializer, Immutable, Alias("PublicationCommand.HandOff")]
    public sealed record HandOff(EntryId EntryId, int SealedAt, Bytes Attached, SessionId? By) : PublicationCommand;

    /// <summary>Note that it is about to be sent: refused where it may stand there already.</summary>
    [GenerateSerializer, Immutable, Alias("PublicationCommand.Attempt")]
    public sealed record Attempt : PublicationCommand;

    /// <summary>Note that it was looked for and not found.</summary>
    [GenerateSerializer, Immutable, Alias("PublicationCommand.NoteAbsence")]
    public sealed record NoteAbsence : PublicationCommand;

    /// <summary>Note that the last attempt came to nothing for certain.</summary>
    [GenerateSerializer, Immutable, Alias("PublicationCommand.NoteRefusal")]
    public sealed record NoteRefusal : PublicationCommand;

    /// <summary>Note that it stands there.</summary>
    [GenerateSerializer, Immutable, Alias("PublicationCommand.NotePublished")]
    public sealed record NotePublished : PublicationCommand;

    /// <summary>Give it up, unless it may stand there: then nothing.</summary>
    [GenerateSerializer, Immutable, Alias("PublicationCommand.Fail")]
    public sealed record Fail : PublicationCommand;
}
