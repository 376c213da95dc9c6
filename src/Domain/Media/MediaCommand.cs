namespace Diary.Domain.Media;

/// <summary>
/// What can be asked of a file of a diary. Records are sealed under the vault key; the account is part of the grain's key.
/// </summary>
[GenerateSerializer, Immutable, Alias("MediaCommand")]
public abstract record MediaCommand
{
    private MediaCommand() { }

    /// <summary>Reserve its bytes, unless the account would then hold more than <paramref name="LimitBytes"/>.</summary>
    /// <param name="MediaId">Its id.</param>
    /// <param name="Owner">Whose it is.</param>
    /// <param name="SizeBytes">The bytes that its owner will send; at least 1.</param>
    /// <param name="Digest">What a repetition is recognised by.</param>
    /// <param name="Record">The vault's record of its key and of what is known of it.</param>
    /// <param name="LimitBytes">The most that the account may hold.</param>
    /// <param name="By">The session that does it.</param>
    [GenerateSerializer, Immutable, Alias("MediaCommand.Announce")]
    public sealed record Announce(MediaId MediaId, AccountId Owner, long SizeBytes, Bytes Digest, Bytes Record, long LimitBytes,
        SessionId? By) : MediaCommand;

    /// <summary>Take what arrived for what was announced; the caller has checked that.</summary>
    /// <param name="Parts">The vault's records of the parts that were checked: where they are others by now, nothing is done.</param>
    /// <param name="Token">The keyed hash of the content; empty where the server knows none.</param>
    /// <param name="Copy">Whose content it shares from now on; null where it keeps its own.</param>
    /// <param name="By">The session that does it.</param>
    [GenerateSerializer, Immutable, Alias("MediaCommand.Complete")]
    public sealed record Complete(ValueList<Bytes> Parts, Bytes Token, MediaCopy? Copy, SessionId? By) : MediaCommand;

    /// <summary>Destroy its key and free its bytes.</summary>
    [GenerateSerializer, Immutable, Alias("MediaCommand.Delete")]
    public sealed record Delete(SessionId? By) : MediaCommand;

    /// <summary>The same, if no entry has it; it had one that is purged.</summary>
    [GenerateSerializer, Immutable, Alias("MediaCommand.Discard")]
    public sealed record Discard : MediaCommand;

    /// <summary>The same, if its time is over and it is not whole; else nothing.</summary>
    [GenerateSerializer, Immutable, Alias("MediaCommand.Expire")]
    public sealed record Expire : MediaCommand;
}

/// <summary>A file that shares the content of another one of its account.</summary>
/// <param name="Holder">The other file, which must hold that content still.</param>
/// <param name="Record">The record in the place of the file's own: with the other's key.</param>
/// <param name="Parts">Records of the other's parts, made for this file; each with its number.</param>
[GenerateSerializer, Immutable, Alias("MediaCopy")]
public sealed record MediaCopy(MediaId Holder, Bytes Record, ValueList<NumberedPart> Parts);

/// <summary>A part's record.</summary>
/// <param name="Number">From 1 on; 0 is the thumbnail.</param>
/// <param name="Record">Sealed under the vault key.</param>
[GenerateSerializer, Immutable, Alias("NumberedPart")]
public sealed record NumberedPart(int Number, Bytes Record);
