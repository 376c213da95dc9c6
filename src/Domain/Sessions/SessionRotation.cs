namespace Diary.Domain.Sessions;

/// <summary>
/// How a presented refresh token stands to the session's current one (RFC 9700, section 4.14: rotation with reuse detection).
/// </summary>
[Alias("RotationVerdict")]
public enum RotationVerdict
{
    /// <summary>It is the current one: rotate.</summary>
    Rotate = 1,

    /// <summary>It was spent a moment ago, so that its reply was probably lost: answer with the same successor again.</summary>
    Repeat = 2,

    /// <summary>It was spent long ago, and somebody holds it still: the session ends.</summary>
    Reused = 3,

    /// <summary>The session has no such token.</summary>
    Unknown = 4,

    /// <summary>It is the current one, but what its successor was made of changed meanwhile: propose another.</summary>
    Outdated = 5,
}

/// <summary>Decides what a refresh token is worth.</summary>
public static class SessionRotation
{
    /// <summary>How long a spent token still answers with its own successor.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Judges a token.</summary>
    /// <param name="presented">The generation in the token, from 1.</param>
    /// <param name="current">The session's current generation, from 1.</param>
    /// <param name="rotatedAt">When the current generation was made.</param>
    /// <param name="now">The time of the decision.</param>
    public static RotationVerdict Judge(int presented, int current, DateTimeOffset rotatedAt, DateTimeOffset now)
    {
        if (presented < 1 || presented > current)
            return RotationVerdict.Unknown;

        return (current - presented) switch
        {
            0 => RotationVerdict.Rotate,
            1 when now - rotatedAt <= Grace => RotationVerdict.Repeat,
            _ => RotationVerdict.Reused,
        };
    }
}
