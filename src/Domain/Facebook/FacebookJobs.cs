using System.Security.Cryptography;
using System.Text;
using Diary.Domain.Jobs;

namespace Diary.Domain.Facebook;

/// <summary>Which job does what for a connection: everybody who looks for it finds the same one.</summary>
public static class FacebookJobs
{
    /// <summary>The job that brings an account's posts: SHA-256("diary.v1.facebook-pull" | account id (16)) as a UUID.</summary>
    public static Guid Pull(AccountId account) => DerivedId.Of("diary.v1.facebook-pull", account.Value, []);

    /// <summary>
    /// The job that publishes an entry on one page, and the publication's own id: the first 16 bytes of
    /// SHA-256("diary.v1.facebook-publication" | account id (16) | entry id (16) | SHA-256(page id)) as a UUID; no page is the profile.
    /// </summary>
    public static Guid Publication(AccountId account, EntryId entry, string? page) => DerivedId.Of("diary.v1.facebook-publication",
        account.Value, [.. entry.Value.ToByteArray(bigEndian: true), .. SHA256.HashData(Encoding.UTF8.GetBytes(page ?? ""))]);
}
