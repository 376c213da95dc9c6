namespace Diary.GraphQL.Files;

/// <summary>What a file is for. The numbers stand in the vault.</summary>
public enum FilePurpose
{
    /// <summary>Its owner sent it, to be brought in.</summary>
    Upload = 1,

    /// <summary>It was made for its owner.</summary>
    Export = 2,
}

/// <summary>Who can open a file. The numbers stand in the vault.</summary>
public enum FileProtection
{
    /// <summary>The server, by the vault key: what is to be done with it goes on while nobody is signed in.</summary>
    Server = 1,

    /// <summary>The owner's sessions: the file's key is sealed to the account's public key.</summary>
    Owner = 2,
}

/// <summary>What is known of a file.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Protection">Who can open it.</param>
/// <param name="SizeBytes">The bytes of its plaintext.</param>
/// <param name="Sha256">The hash of its plaintext.</param>
/// <param name="ExpiresAt">When it is deleted.</param>
public sealed record FileFacts(FilePurpose Purpose, FileProtection Protection, long SizeBytes, byte[] Sha256, DateTimeOffset ExpiresAt);
