using System.ComponentModel;
using Diary.GraphQL.Media;
using GraphQL;

namespace Diary.GraphQL.Accounts;

public sealed partial class AccountNode
{
    /// <summary>What its files take.</summary>
    public Task<StorageUsage> Storage([FromServices] MediaDesk desk, CancellationToken cancellation) =>
        desk.Storage(account.Id, cancellation);

    /// <summary>What its tier can do.</summary>
    public Features Features => new(Tier);
}

/// <summary>What an account can use: the server reads UCE diaries for their owners, and knows of E2E ones only what was sealed.</summary>
public sealed class Features(Tier tier)
{
    /// <summary>UCE.</summary>
    [Description("search with text that the server analyses.")]
    public bool ServerSearch => tier == Tier.Uce;

    /// <summary>UCE.</summary>
    [Description("Entry.diff.")]
    public bool ServerDiff => tier == Tier.Uce;

    /// <summary>E2E.</summary>
    [Description("search with terms that the client made.")]
    public bool BlindSearch => tier == Tier.E2E;

    /// <summary>Both: an E2E client makes its codes itself.</summary>
    [Description("recover: a recovery code opens the diary where the password is lost.")]
    public bool PasswordRecovery { get; } = true;
}
