namespace Diary.GraphQL.Problems;

/// <summary>Why a command was refused. Clients branch on these; they are never renamed.</summary>
public enum ProblemCode
{
    /// <summary>A value is missing, malformed or out of bounds; <c>field</c> names it.</summary>
    Invalid,

    /// <summary>There is no such object, or it is someone else's.</summary>
    NotFound,

    /// <summary>The object changed since the version that the client expected.</summary>
    VersionConflict,

    /// <summary>The account's tier does not have this.</summary>
    TierMismatch,

    /// <summary>The account's storage is full.</summary>
    QuotaExceeded,

    /// <summary>The address, password, key or code is wrong; which one is not told.</summary>
    WrongCredential,

    /// <summary>Too many wrong credentials; the account can be tried again later.</summary>
    Locked,

    /// <summary>The address has an account.</summary>
    EmailTaken,

    /// <summary>A number of things is bounded, and the bound is reached.</summary>
    LimitReached,

    /// <summary>The account is not connected to the platform.</summary>
    NotConnected,

    /// <summary>The request is understood and not served.</summary>
    NotSupported,
}
