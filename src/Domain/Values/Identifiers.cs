namespace Diary.Domain;

/// <summary>
/// An account's id: a UUID made by the server or, where wraps are bound to it, by the client. It is also the tenant of all its streams.
/// </summary>
/// <param name="Value">The UUID.</param>
[GenerateSerializer, Immutable, Alias("AccountId")]
public readonly record struct AccountId(Guid Value)
{
    /// <summary>The UUID in its canonical 36-character form.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>An entry's id: a UUID that the client makes, unique within its account only.</summary>
/// <param name="Value">The UUID; version 7 serves best, since entries then lie in the order of writing.</param>
[GenerateSerializer, Immutable, Alias("EntryId")]
public readonly record struct EntryId(Guid Value)
{
    /// <summary>The UUID in its canonical 36-character form.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>A session's id: a UUIDv7 that the server makes at sign-in.</summary>
/// <param name="Value">The UUID.</param>
[GenerateSerializer, Immutable, Alias("SessionId")]
public readonly record struct SessionId(Guid Value)
{
    /// <summary>The UUID in its canonical 36-character form.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>The id of a diary's file: a UUID that the client makes, unique within its account only.</summary>
/// <param name="Value">The UUID.</param>
[GenerateSerializer, Immutable, Alias("MediaId")]
public readonly record struct MediaId(Guid Value)
{
    /// <summary>The UUID in its canonical 36-character form.</summary>
    public override string ToString() => Value.ToString("D");
}
