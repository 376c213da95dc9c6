namespace Diary.Grains.Sessions;

/// <summary>
/// Counts wrong credentials of one account or one address over the whole cluster. Its key, <see cref="ForAccount"/> or
/// <see cref="ForAddress"/> and a keyed hash, names neither.
/// </summary>
[Alias("IAttemptGrain")]
public interface IAttemptGrain : IGrainWithStringKey
{
    /// <summary>What the key of an account's grain begins with; there need be no such account.</summary>
    const string ForAccount = "account:";

    /// <summary>What the key of an address's grain begins with.</summary>
    const string ForAddress = "address:";

    /// <summary>Counts a credential that is about to be checked; where none may be, when one may.</summary>
    [Alias("Enter")]
    Task<DateTimeOffset?> Enter();

    /// <summary>The credential was right: an account's count begins anew, an address's is one less.</summary>
    [Alias("Succeed")]
    Task Succeed();

    /// <summary>The credential was not checked.</summary>
    [Alias("Withdraw")]
    Task Withdraw();
}
