namespace Diary.Search;

/// <summary>A language whose words are brought to their stems. Diaries in any other are searched word by word.</summary>
public enum Language
{
    /// <summary><c>en</c></summary>
    English,

    /// <summary><c>de</c></summary>
    German,

    /// <summary><c>fr</c></summary>
    French,

    /// <summary><c>es</c></summary>
    Spanish,

    /// <summary><c>it</c></summary>
    Italian,

    /// <summary><c>pt</c></summary>
    Portuguese,

    /// <summary><c>nl</c></summary>
    Dutch,

    /// <summary><c>ru</c></summary>
    Russian,

    /// <summary><c>sv</c></summary>
    Swedish,

    /// <summary><c>da</c></summary>
    Danish,

    /// <summary><c>no</c>; Bokmål (<c>nb</c>) and Nynorsk (<c>nn</c>) alike.</summary>
    Norwegian,

    /// <summary><c>fi</c></summary>
    Finnish,
}
