namespace Diary.Domain.Accounts;

/// <summary>What an owner may want to know was done with the account. The numbers stand in the database.</summary>
[Alias("AuditAction")]
public enum AuditAction
{
    /// <summary>The account began.</summary>
    SignedUp = 1,

    /// <summary>A session began.</summary>
    SignedIn = 2,

    /// <summary>A session ended itself.</summary>
    SignedOut = 3,

    /// <summary>A session was ended by another.</summary>
    SessionRevoked = 4,

    /// <summary>A spent refresh token was presented, and its session ended.</summary>
    RefreshTokenReused = 5,

    /// <summary>Another password or authentication key was set.</summary>
    CredentialChanged = 6,

    /// <summary>A recovery code was spent.</summary>
    Recovered = 7,

    /// <summary>All recovery codes were replaced.</summary>
    RecoveryCodesReplaced = 8,

    /// <summary>A new master key was made.</summary>
    KeysRotated = 9,

    /// <summary>An entry's keys were destroyed.</summary>
    EntryPurged = 10,

    /// <summary>The private key, as it is wrapped under a recovery code, was handed out to who had the code.</summary>
    RecoveryBundleRead = 11,

    /// <summary>The diary was written to a file.</summary>
    DiaryExported = 12,

    /// <summary>An archive was brought in.</summary>
    ArchiveImported = 13,

    /// <summary>What an import had added was removed.</summary>
    ImportUndone = 14,

    /// <summary>The account was connected to Facebook.</summary>
    FacebookConnected = 15,

    /// <summary>The connection to Facebook ended, here or there.</summary>
    FacebookDisconnected = 16,

    /// <summary>An entry was published, or a link to it handed over.</summary>
    EntryPublished = 17,
}
