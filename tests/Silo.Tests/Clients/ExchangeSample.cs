using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diary.Cryptography;

namespace Diary.Silo.Tests.Clients;

/// <summary>A random account, place and text, and all that this implementation seals of it for the other one.</summary>
internal sealed class ExchangeSample : IDisposable
{
    // Letters whose case folding differs between the simple mappings of Unicode and the full ones, and white space of all kinds.
    private static readonly string[] Oddities =
    [
        "ß", "ẞ", "ı", "İ", "I\u0307", "ŉ", "ǰ", "ΐ", "ﬁ", "ᾳ", "ᾼ", "ᾇ", "ᾏ", "ῷ", "ς", "Σ", "ſ", "ǅ", "\u212A", "\u212B", "\u2126", "և",
        "e\u0301", "\u0085", "\u00A0", "\u1680", "\u2028", "\u3000", "\uFEFF", "\u200B", "\t", " ", "A", "z", "\0", "\uFFFE",
        "𐐀", "𐐨", "😀", "Ａ", "ก", "漢", "가", "\uFDFA",
    ];

    private readonly SymmetricKey _root;

    private ExchangeSample(X25519PrivateKey account, EnvelopeContext context, byte[] plaintext, string text, DateOnly day)
    {
        (Account, Context, Plaintext, Text, Day) = (account, context, plaintext, text, day);
        _root = account.Derive("diary.v1.index-root");
        Index = new BlindIndex(_root);
        Code = RecoveryCode.Generate();
    }

    public X25519PrivateKey Account { get; }

    public EnvelopeContext Context { get; }

    public byte[] Plaintext { get; }

    public string Text { get; }

    public DateOnly Day { get; }

    public BlindIndex Index { get; }

    public RecoveryCode Code { get; }

    public byte[] FileKey { get; } = RandomNumberGenerator.GetBytes(SymmetricKey.Size);

    /// <summary>The plaintext as a file: sealed by whom it may be, it has the same bytes.</summary>
    public byte[] SealedFile()
    {
        using var output = new MemoryStream();
        using var key = SymmetricKey.Import(FileKey);
        using var sealing = new MediaSealingStream(output, Context.AccountId, Context.EntryId, key, EnvelopeSuite.Client);
        sealing.Write(Plaintext);
        sealing.Complete();
        return output.ToArray();
    }

    /// <summary>What the other implementation is asked, as one line of JSON.</summary>
    public string Question => JsonSerializer.Serialize(new
    {
        privateKey = Account.AsSpan().ToArray(),
        accountId = Context.AccountId,
        entryId = Context.EntryId,
        version = Context.Version,
        plaintext = Plaintext,
        text = Text,
        entryDate = Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        code = Code.Print(),
        client = Join(PublicContentSealer.SealAs(Context, Account, 1, Plaintext)),
        server = Join(PublicContentSealer.SealTo(Context, Account.PublicKey, 1, Plaintext)),
        note = SealedNote.Seal(Account.PublicKey, Context.AccountId, Encoding.UTF8.GetBytes(Text)),
        fileKey = FileKey,
        sealedName = SealedName.Seal(Index.TagNameKey, Context.AccountId, Index.TagToken(Text), Text),
    });

    public static ExchangeSample Random(Random random, int round)
    {
        var plaintext = new byte[round switch { 0 => 0, 1 => ContentSealer.MaxPlaintextLength, _ => random.Next(3_000) }];
        random.NextBytes(plaintext);
        var day = new DateOnly(random.Next(1, 10_000), random.Next(1, 13), random.Next(1, 29));
        return new ExchangeSample(
            X25519PrivateKey.Generate(), new EnvelopeContext(Guid.CreateVersion7(), Guid.CreateVersion7(), random.Next(1, int.MaxValue)),
            plaintext, string.Concat(random.GetItems(Oddities, random.Next(1, 20))), day);
    }

    public void Dispose()
    {
        Index.Dispose();
        _root.Dispose();
        Account.Dispose();
        Code.Dispose();
    }

    private static byte[] Join(SealedContentParts parts) => Envelope.Join(parts.Capsule, parts.Body);
}
