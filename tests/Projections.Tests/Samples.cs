using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Vault;

namespace Diary.Projections.Tests;

/// <summary>Events and appends, for every test alike. Ids are new each time: tests share a database, and nothing of each other's.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 20, 15, 0, 125, TimeSpan.Zero);

    public static readonly EntryDay Sunday = new(new DateOnly(2026, 3, 1), "Europe/Vienna");
    public static readonly EntryDay Saturday = new(new DateOnly(2026, 2, 28), "America/Lima");

    public static readonly SessionId Phone = new(new Guid("0195a1b0-0000-7000-8000-000000000004"));

    public static readonly ContentIndex Plain = new(Run(7, 32), [], Bytes.Empty, Bytes.Empty, Bytes.Empty);

    public static AccountId NewAccount() => new(Guid.CreateVersion7());

    public static EntryId NewEntry() => new(Guid.CreateVersion7());

    /// <summary><paramref name="length"/> bytes that count up from <paramref name="first"/>.</summary>
    public static Bytes Run(byte first, int length) => new([.. Enumerable.Range(0, length).Select(i => unchecked((byte)(first + i)))]);

    public static Bytes Token(byte number) => Run(number, 16);

    public static SealedTag Tag(byte number, byte name = 0x40) => new(Token(number), Run(name, 4));

    public static ContentIndex Indexed(Bytes mood, Bytes terms, params SealedTag[] tags) =>
        new(Run(1, 32), ValueList.From(tags), mood, terms, Run(0x60, 32));

    public static VocabularyWord Word(byte number) => new(8104, Run(number, 9), Run(number, 18), Run(number, 61));

    public static EntryEvent.Written Written(AccountId owner, EntryId entry, EntryDay? day = null, ContentIndex? index = null,
        EntrySource source = EntrySource.Diary, DateTimeOffset? at = null) =>
        new(entry, owner, day ?? Sunday, source, Run(0x80, 40), index ?? Plain, Phone, at ?? Now);

    public static EntryEvent.Edited Edited(EntryDay? day = null, ContentIndex? index = null, DateTimeOffset? at = null) =>
        new(day ?? Sunday, Run(0x90, 48), index ?? Plain, null, at ?? Now.AddMinutes(1));

    public static AccountEvent.SignedUp SignedUp(AccountId account, Bytes? email = null) => new(account, Tier.Uce,
        email ?? new Bytes([.. account.Value.ToByteArray(), .. account.Value.ToByteArray()]), Run(3, 32), 1,
        [new Guid("0195a1b0-0000-7000-8000-000000000011"), new Guid("0195a1b0-0000-7000-8000-000000000012")], "Europe/Vienna", Now);

    /// <summary>An append of entry events, with the capsules that go with them.</summary>
    public static Append Append(AccountId account, EntryId entry, int expected, params EntryEvent[] events) =>
        new(account, StreamKey.Of(entry), expected, events,
            [.. events.Index().SelectMany(e => Vault(account, entry, expected + e.Index + 1, e.Item))]);

    public static Append Append(AccountEvent.SignedUp e) => new(e.AccountId, StreamKey.Of(e.AccountId), 0, [e], []);

    public static Append First(AccountId account, EntryId entry) => Append(account, entry, 0, Written(account, entry));

    private static IEnumerable<VaultWrite> Vault(AccountId account, EntryId entry, int version, EntryEvent e) => e switch
    {
        EntryEvent.Written or EntryEvent.Edited or EntryEvent.Imported =>
            [new VaultWrite.PutEntryKey(account, entry, version, [1, 2, (byte)version])],
        EntryEvent.Purged => [new VaultWrite.DestroyEntryKeys(account, entry)],
        _ => [],
    };
}
