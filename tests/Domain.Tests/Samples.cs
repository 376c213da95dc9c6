using System.Security.Cryptography;
using System.Text;
using Diary.Domain.Entries;

namespace Diary.Domain.Tests;

/// <summary>Who, when and what, for every test alike.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 20, 15, 0, TimeSpan.Zero);

    public static readonly AccountId Ada = new(new Guid("0195a1b0-0000-7000-8000-000000000001"));
    public static readonly AccountId Eve = new(new Guid("0195a1b0-0000-7000-8000-000000000002"));
    public static readonly EntryId Walk = new(new Guid("0195a1b0-0000-7000-8000-000000000003"));
    public static readonly SessionId Phone = new(new Guid("0195a1b0-0000-7000-8000-000000000004"));
    public static readonly SessionId Laptop = new(new Guid("0195a1b0-0000-7000-8000-000000000005"));

    public static readonly EntryDay Sunday = new(new DateOnly(2026, 3, 1), "Europe/Vienna");
    public static readonly EntryDay Saturday = new(new DateOnly(2026, 2, 28), "Europe/Vienna");
    public static readonly EntryDay SundayInLima = new(new DateOnly(2026, 3, 1), "America/Lima");

    /// <summary>
    /// A draft of <paramref name="text"/>. Each sealing has other ciphertexts; the digest and the tokens are the text's alone.
    /// </summary>
    public static SealedDraft Sealed(string text, byte sealing = 1) => new(
        Capsule: Ciphertext(text, sealing, 80),
        Body: Ciphertext(text, sealing, 152),
        Index: new ContentIndex(
            Digest: Keyed(text, "digest", 32),
            Tags: [new SealedTag(Keyed(text, "tag", 16), Ciphertext(text, sealing, 64))],
            Mood: Keyed(text, "mood", 16),
            Terms: Keyed(text, "terms", 27),
            Fingerprint: Keyed(text, "fingerprint", 32),
            WordCount: Keyed(text, "count", 4)));

    private static Bytes Keyed(string text, string use, int length) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(use + "/" + text))[..length]);

    private static Bytes Ciphertext(string text, byte sealing, int length) =>
        new([.. Enumerable.Repeat(sealing, length - 1), (byte)text.Length]);
}
