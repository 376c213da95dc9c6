namespace Diary.Cryptography;

/// <summary>The part of an entry that a search term is from. It enters the token as "title" or "body".</summary>
public enum SearchField
{
    /// <summary>The title.</summary>
    Title,

    /// <summary>The body.</summary>
    Body,
}
