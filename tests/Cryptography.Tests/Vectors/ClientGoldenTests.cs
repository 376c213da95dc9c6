using System.Text;
using System.Text.Json;
using NSec.Cryptography;

namespace Diary.Cryptography.Tests.Vectors;

/// <summary>Samples that the TypeScript client sealed (clients/typescript/scripts/golden.mjs): they must open for ever, here too.</summary>
public sealed class ClientGoldenTests
{
    private const string Password = "ein Pferd über dem ﬁschigen See";

    private static readonly JsonElement Sample = VectorFile.Embedded("golden-client.json");

    [Theory]
    [InlineData("envelope", 7, 3)]
    [InlineData("envelope.empty", 1, 1)]
    [InlineData("envelope.256", int.MaxValue, ushort.MaxValue)]
    public void An_envelope_opens_and_shows_its_writer(string name, int version, int epoch)
    {
        using var account = Samples.PrivateKey();
        var context = Samples.Context with { Version = version };
        Assert.Equal(EnvelopeFlaw.None, EnvelopeForm.Inspect(Bytes(name), context));
        Assert.True(Envelope.TrySplit(Bytes(name), out var capsule, out var body));
        Assert.True(CapsuleHeader.TryRead(capsule, out var header));
        Assert.Equal(new CapsuleHeader(EnvelopeSuite.Client, (ushort)epoch), header);
        Assert.True(PublicContentSealer.TryOpen(context, account, capsule, body, out var text, out var authenticated));
        Assert.Equal(name switch { "envelope" => Bytes("content"), "envelope.256" => Samples.Count(0, 256), _ => [] }, text);
        Assert.True(authenticated);
    }

    [Fact]
    public void The_public_key_is_the_same()
    {
        using var account = Samples.PrivateKey();
        Verify("publicKey", account.PublicKey.AsSpan());
    }

    [Fact]
    public void A_note_opens()
    {
        using var account = Samples.PrivateKey();
        Assert.True(SealedNote.TryOpen(account, Samples.Ada, Bytes("note"), out var note));
        Assert.Equal("Adas Händy", Encoding.UTF8.GetString(note));
    }

    [Fact]
    public void Tokens_are_the_same_and_a_tags_name_opens()
    {
        using var account = Samples.PrivateKey();
        using var root = account.Derive("diary.v1.index-root");
        using var index = new BlindIndex(root);
        Verify("tag.token", index.TagToken("Garten"));
        Verify("mood", index.MoodToken("FROH"));
        Verify("fingerprint", index.Fingerprint("Nebel über dem See."));
        var term = index.SearchTerm("DIARY", new Quarter(2026, 4), SearchField.Title, "wander");
        Assert.Equal(Convert.ToBase64String(Bytes("term.title")).Replace('+', '-').Replace('/', '_'), term);
        Assert.True(SealedName.TryOpen(index.TagNameKey, Samples.Ada, Bytes("tag.token"), Bytes("tag.name"), out var name));
        Assert.Equal("Garten", name);
    }

    [Fact]
    public void A_password_gives_the_same_halves()
    {
        var salt = Samples.Count(16, 16);
        var parameters = new Argon2idParameters(salt, Argon2idParameters.MinMemoryKiB, Argon2idParameters.MinIterations, 1);
        using var keys = PasswordHashing.DeriveKeys(Password, parameters, PasswordHashing.E2eLabelPrefix);
        Verify("password.auth", keys.Authentication.AsSpan());
        Verify("password.wrap", keys.Wrapping.AsSpan());
    }

    [Fact]
    public void A_recovery_code_gives_the_same_halves()
    {
        Assert.True(RecoveryCode.TryParse("Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYB0", out var code));
        using (code)
        {
            using var verifier = code.Verifier(Samples.Ada);
            using var wrapping = code.WrappingKey(Samples.Ada);
            Verify("recovery.auth", verifier.AsSpan());
            Verify("recovery.wrap", wrapping.AsSpan());
        }
    }

    // This library opens no bundle, since no server can; NSec shows that the layout is the contract's.
    [Theory]
    [InlineData("password")]
    [InlineData("recovery")]
    public void A_bundle_holds_the_private_key_under_the_wrapping_half(string under)
    {
        var bundle = Bytes($"{under}.bundle");
        using var key = Key.Import(AeadAlgorithm.XChaCha20Poly1305, Bytes($"{under}.wrap"), KeyBlobFormat.RawSymmetricKey);
        byte[] aad = [.. "diary.v1.bundle"u8, .. Bytes("publicKey")];

        Assert.Equal(73, bundle.Length);
        Assert.Equal(1, bundle[0]);
        var privateKey = AeadAlgorithm.XChaCha20Poly1305.Decrypt(key, bundle.AsSpan(1, 24), aad, bundle.AsSpan(25));
        Assert.Equal(Samples.Count(64, 32), privateKey);
    }

    private static byte[] Bytes(string name) => Samples.Hex(Sample.GetProperty(name).GetString()!);

    private static void Verify(string name, ReadOnlySpan<byte> actual) =>
        Assert.Equal(Sample.GetProperty(name).GetString(), Samples.Hex(actual));
}
