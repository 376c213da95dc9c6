using Diary.Domain.Jobs;

namespace Diary.Domain.Facebook;

/// <summary>Which job does what for a connection: everybody who looks for it finds the same one.</summary>
public static class FacebookJobs
{
    /// <summary>The job that brings an account's posts: SHA-256("diary.v1.facebook-pull" | account id (16)) as a UUID.</summary>
    public static Guid Pull(AccountId account) => DerivedId.Of("diary.v1.facebook-pull", account.Value, []);
}
