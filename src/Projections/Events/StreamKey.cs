using Diary.Domain;

namespace Diary.Projections.Events;

/// <summary>The key of a stream within its tenant. The prefixes keep a client's ids from ever meeting another kind of stream.</summary>
/// <param name="Value">What stands in the event table.</param>
public readonly record struct StreamKey(string Value)
{
    private const string AccountPrefix = "account-";
    private const string IndexPrefix = "index-";
    private const string MediaPrefix = "media-";
    private const string FacebookPrefix = "facebook-";
    private const string PublicationPrefix = "publication-";

    /// <summary>An entry's stream: its own UUID.</summary>
    public static StreamKey Of(EntryId entry) => new(entry.ToString());

    /// <summary>An account's stream.</summary>
    public static StreamKey Of(AccountId account) => new(AccountPrefix + account);

    /// <summary>The stream of a diary's file.</summary>
    public static StreamKey Of(MediaId media) => new(MediaPrefix + media);

    /// <summary>The stream of an account's connection to Facebook.</summary>
    public static StreamKey OfFacebook(AccountId account) => new(FacebookPrefix + account);

    /// <summary>The stream of a publication.</summary>
    public static StreamKey OfPublication(Guid publication) => new($"{PublicationPrefix}{publication:D}");

    /// <summary>The publication whose stream this is; false where it is another kind of stream.</summary>
    public bool TryGetPublication(out Guid publication)
    {
        publication = default;
        return Value.StartsWith(PublicationPrefix, StringComparison.Ordinal)
            && Guid.TryParseExact(Value.AsSpan(PublicationPrefix.Length), "D", out publication);
    }

    /// <summary>The stream beside an entry's, of what was found in its texts after they were written.</summary>
    public static StreamKey IndexOf(EntryId entry) => new(IndexPrefix + entry);

    /// <summary>The entry whose stream this is; false where it is another kind of stream.</summary>
    public bool TryGetEntry(out EntryId entry) => TryParse(Value, out entry);

    /// <summary>The entry beside whose stream this one is; false where it is another kind of stream.</summary>
    public bool TryGetIndexedEntry(out EntryId entry)
    {
        entry = default;
        return Value.StartsWith(IndexPrefix, StringComparison.Ordinal) && TryParse(Value.AsSpan(IndexPrefix.Length), out entry);
    }

    /// <summary>The file whose stream this is; false where it is another kind of stream.</summary>
    public bool TryGetMedia(out MediaId media)
    {
        var id = default(EntryId);
        var isMedia = Value.StartsWith(MediaPrefix, StringComparison.Ordinal) && TryParse(Value.AsSpan(MediaPrefix.Length), out id);
        media = new MediaId(id.Value);
        return isMedia;
    }

    private static bool TryParse(ReadOnlySpan<char> text, out EntryId entry)
    {
        var isId = Guid.TryParseExact(text, "D", out var id);
        entry = new EntryId(id);
        return isId;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
