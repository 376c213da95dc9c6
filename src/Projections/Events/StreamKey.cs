using Diary.Domain;

namespace Diary.Projections.Events;

/// <summary>The key of a stream within its tenant. The prefixes keep a client's ids from ever meeting another kind of stream.</summary>
/// <param name="Value">What stands in the event table.</param>
public readonly record struct StreamKey(string Value)
{
    private const string AccountPrefix = "account-";

    /// <summary>An entry's stream: its own UUID.</summary>
    public static StreamKey Of(EntryId entry) => new(entry.ToString());

    /// <summary>An account's stream.</summary>
    public static StreamKey Of(AccountId account) => new(AccountPrefix + account);

    /// <summary>The entry whose stream this is; false where it is another kind of stream.</summary>
    public bool TryGetEntry(out EntryId entry)
    {
        var isEntry = Guid.TryParseExact(Value, "D", out var id);
        entry = new EntryId(id);
        return isEntry;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
