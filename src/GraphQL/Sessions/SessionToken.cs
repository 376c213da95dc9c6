using Diary.Domain;

namespace Diary.GraphQL.Sessions;

/// <summary>What a token says.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Session">The session.</param>
/// <param name="Generation">Which of the session's successors.</param>
/// <param name="UnlockKey">32 bytes that open the session's wrap of the master key; they are nowhere but in tokens.</param>
/// <param name="ExpiresAt">When the token ends.</param>
public sealed record SessionToken(AccountId Account, SessionId Session, int Generation, Bytes UnlockKey, DateTimeOffset ExpiresAt);

/// <summary>What a token is good for.</summary>
public enum TokenUse
{
    /// <summary>Requests, for 15 minutes.</summary>
    Access = 1,

    /// <summary>A new pair, once, within 30 days.</summary>
    Refresh = 2,

    /// <summary>One file, for five minutes: its id stands in the place of the session's, its key in that of the unlock key.</summary>
    Download = 3,

    /// <summary>Sending one part of a file, for an hour: as above, and the part's number stands in the place of the generation.</summary>
    Upload = 4,

    /// <summary>One of the media, or its thumbnail, for five minutes: as above.</summary>
    Media = 5,
}

/// <summary>What became of reading a token.</summary>
public abstract record TokenReading
{
    private TokenReading() { }

    /// <summary>It is ours and in force.</summary>
    public sealed record Valid(SessionToken Token) : TokenReading;

    /// <summary>It was ours once.</summary>
    public sealed record Expired : TokenReading;

    /// <summary>It is none of ours, or for another use.</summary>
    public sealed record Invalid : TokenReading;
}
