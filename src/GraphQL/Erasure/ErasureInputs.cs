using Diary.GraphQL.Accounts;
using Diary.GraphQL.Problems;

namespace Diary.GraphQL.Erasure;

/// <summary>Who wants their account deleted.</summary>
public sealed class DeleteAccountInput
{
    /// <summary>What proves it, again.</summary>
    public required CredentialInput Credential { get; init; }
}

/// <summary>How a deletion ended.</summary>
public sealed record DeleteAccountPayload(ErasureReceipt? Receipt, IReadOnlyList<IProblem> Problems);
