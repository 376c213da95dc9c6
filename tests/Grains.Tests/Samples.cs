using System.Security.Cryptography;
using System.Text;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Grains.Accounts;

namespace Diary.Grains.Tests;

/// <summary>Commands and records as the edge would send them; what is sealed is any bytes here.</summary>
internal static class Samples
{
    public static readonly EntryDay Day = new(new DateOnly(2026, 11, 23), "Europe/Vienna");

    public static AccountId Account() => new(Guid.CreateVersion7());

    public static EntryId Entry() => new(Guid.CreateVersion7());

    public static Bytes Bytes(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static SealedDraft Draft(string text) => new(Bytes($"capsule of {text}"), Bytes($"body of {text}"),
        new ContentIndex(Bytes(text), [], Domain.Bytes.Empty, Domain.Bytes.Empty, Bytes($"fingerprint of {text}")));

    public static EntryCommand.Write Write(AccountId account, EntryId entry, string text) =>
        new(entry, account, Day, EntrySource.Diary, Draft(text), null);

    public static EntryCommand.Edit Edit(int expectedVersion, string text) => new(expectedVersion, null, null, Draft(text), null);

    public static AccountCommand.SignUp SignUp(AccountId account, string email) =>
        new(account, Tier.Uce, Bytes(email), Bytes("public key"), 1, [new Guid("0190b6f0-7c00-7000-8000-000000000001")], "UTC");

    public static AuditNote Note(AuditAction action, Guid? session = null) =>
        new(action, session is { } id ? new SessionId(id) : null, Bytes($"note of {action}"));

    public static AccountSlots Slots(string text) => new(
        Bytes($"password of {text}"), [new RecoverySlot(new Guid("0190b6f0-7c00-7000-8000-000000000001"), Bytes($"code of {text}"))],
        Bytes($"keys of {text}"), Bytes($"address of {text}"));
}
