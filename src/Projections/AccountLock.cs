using Diary.Domain;

namespace Diary.Projections;

/// <summary>
/// An advisory lock on an account, in memory and held until the transaction ends. Whoever adds keys or events of entries shares it; who
/// must see all of these that are under way takes it alone. The trigger <c>vault.refuse_erased_account</c> names the same key.
/// </summary>
internal static class AccountLock
{
    /// <summary>Shares the locks of many accounts; sorted, so that two who share many of them cannot wait for each other.</summary>
    public static (string Sql, object[] Parameters) Share(IEnumerable<AccountId> accounts) => (
        "SELECT pg_advisory_xact_lock_shared(uuid_hash_extended(account, 0)) FROM unnest(?::uuid[]) account",
        [accounts.Select(a => a.Value).Distinct().Order().ToArray()]);

    /// <summary>
    /// Takes the lock of one account: waits for all who share it, and keeps others from it. A statement of its own, so that the next one
    /// sees what they committed.
    /// </summary>
    public static (string Sql, object[] Parameters) Take(AccountId account) => (
        "SELECT pg_advisory_xact_lock(uuid_hash_extended(?, 0))", [account.Value]);
}
