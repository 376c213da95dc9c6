using System.ComponentModel;
using Diary.GraphQL.Problems;
using GraphQL;

namespace Diary.GraphQL.Accounts;

/// <summary>What to set; what is left out stays.</summary>
public sealed class UpdateSettingsInput
{
    private string? _language;

    /// <summary>Another zone; null is as if left out.</summary>
    [Description("An IANA time zone, such as Europe/Vienna: that of today, and of entries that name none.")]
    public string? TimeZone { get; set; }

    /// <summary>Another language; null clears it, which is not the same as to leave it out.</summary>
    [Description("As in Account.language; null: detected for each entry again.")]
    public string? Language
    {
        get => _language;
        set => (_language, SetsLanguage) = (value, true); // called only where the client named the field
    }

    /// <summary>Whether the client named the language, be it as null.</summary>
    [Ignore]
    public bool SetsLanguage { get; private set; }
}

/// <summary>The account as it stands after a change; null where the change was refused.</summary>
public sealed record AccountPayload(AccountNode? Account, IReadOnlyList<IProblem> Problems);
