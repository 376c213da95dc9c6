using Diary.Domain;

namespace Diary.Projections.Vault;

/// <summary>The files of accounts: where they lie is not the database's business.</summary>
public interface IAccountFiles
{
    /// <summary>Deletes all that a deleted account has; repeated, what came meanwhile.</summary>
    Task Erase(AccountId account, CancellationToken cancellation);
}
