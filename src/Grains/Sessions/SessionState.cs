using Diary.Domain;

namespace Diary.Grains.Sessions;

/// <summary>What is kept of a session. No key is: those lie in the vault, wrapped by what only the tokens hold.</summary>
[GenerateSerializer, Alias("SessionState")]
public sealed class SessionState
{
    /// <summary>Whose it is.</summary>
    [Id(0)]
    public AccountId Account { get; set; }

    /// <summary>Which of its successors is the current one, from 1.</summary>
    [Id(3)]
    public int Generation { get; set; }

    /// <summary>When that was made.</summary>
    [Id(4)]
    public DateTimeOffset RotatedAt { get; set; }

    /// <summary>When it ends.</summary>
    [Id(5)]
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>What made the current unlock key of its predecessor's, so that a lost reply can be given again.</summary>
    [Id(6)]
    public Bytes Salt { get; set; }
}
