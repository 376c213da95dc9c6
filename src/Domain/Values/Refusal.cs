namespace Diary.Domain;

/// <summary>Why a command was refused. It names no content: the edge words it for the client.</summary>
/// <param name="Code">The stable code that clients act on.</param>
/// <param name="Reason">What exactly stood in the way.</param>
[GenerateSerializer, Immutable, Alias("Refusal")]
public sealed record Refusal(RefusalCode Code, RefusalReason Reason);

/// <summary>The stable codes that a client acts on.</summary>
[Alias("RefusalCode")]
public enum RefusalCode
{
    /// <summary>The command makes no sense as given.</summary>
    Invalid = 1,

    /// <summary>Absent, purged, or someone else's: the three look alike.</summary>
    NotFound = 2,

    /// <summary>Decided on a version that is no longer the current one.</summary>
    VersionConflict = 3,

    /// <summary>The address has an account already.</summary>
    EmailTaken = 4,

    /// <summary>The account's tier has no such thing.</summary>
    TierMismatch = 5,

    /// <summary>The account holds as much as it may.</summary>
    QuotaExceeded = 6,
}

/// <summary>What exactly stood in the way of a command.</summary>
[Alias("RefusalReason")]
public enum RefusalReason
{
    /// <summary>There is no such entry, or no longer.</summary>
    NoSuchEntry = 1,

    /// <summary>The expected version is not the current one.</summary>
    StaleVersion = 2,

    /// <summary>The id was given to an entry that was written with other content.</summary>
    IdInUse = 3,

    /// <summary>The id belonged to an entry that is purged, and is not given again.</summary>
    IdPurged = 4,

    /// <summary>The entry lies in the trash and must be undeleted first.</summary>
    InTrash = 5,

    /// <summary>The entry has no version of that number.</summary>
    NoSuchRevision = 6,

    /// <summary>The address has an account already.</summary>
    AddressInUse = 7,

    /// <summary>The account's id is taken.</summary>
    AccountIdInUse = 8,

    /// <summary>The entry has as many versions as one may have.</summary>
    TooManyVersions = 9,

    /// <summary>There is no such account, or no longer.</summary>
    NoSuchAccount = 10,

    /// <summary>The account has no such recovery code, or it is spent.</summary>
    NoSuchRecoveryCode = 11,

    /// <summary>The server has no key of an E2E account that it could rotate.</summary>
    ClientHoldsTheKeys = 12,

    /// <summary>The rotation before is not finished.</summary>
    RotationUnderWay = 13,

    /// <summary>The account has had as many master keys as one may have.</summary>
    TooManyKeyEpochs = 14,

    /// <summary>There is no such file, or no longer.</summary>
    NoSuchMedia = 15,

    /// <summary>The file would take the account beyond what it may hold.</summary>
    StorageIsFull = 16,

    /// <summary>Too many files of the account are still to arrive.</summary>
    TooManyUploads = 17,

    /// <summary>What was checked is not what is there by now: check again.</summary>
    MediaChanged = 18,

    /// <summary>A file that is to be attached is not whole, or gone.</summary>
    MediaGone = 19,

    /// <summary>An entry has the file.</summary>
    MediaWanted = 20,

    /// <summary>The account is not connected to Facebook.</summary>
    NotConnected = 21,

    /// <summary>Another text is being published there: it is not known yet what became of it.</summary>
    PublicationUnderWay = 22,

    /// <summary>Of what is published, only the text can be changed.</summary>
    AttachmentsStay = 23,
}
