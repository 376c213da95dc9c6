using System.Text;
using System.Text.Json;

namespace Diary.Cryptography.Tests.Vectors;

/// <summary>Sealed samples that must open for ever, and derived values that may never change: whoever breaks one loses diaries.</summary>
public sealed class GoldenTests
{
    private static readonly JsonElement Sealed = VectorFile.Embedded("golden-sealed.json");
    private static readonly JsonElement Derived = VectorFile.Embedded("golden-derived.json");

    [Fact]
    public void An_envelope_of_the_edge_opens()
    {
        using var key = Samples.Key();
        Assert.True(ContentSealer.TryOpen(Samples.Context, key, Bytes("uce.capsule"), Bytes("uce.body"), out var text));
        Assert.Equal(Samples.Text, text);
        Assert.True(CapsuleHeader.TryRead(Bytes("uce.capsule"), out var header));
        Assert.Equal(new CapsuleHeader(EnvelopeSuite.Uce, 3), header);
    }

    [Theory]
    [InlineData("client", true)]
    [InlineData("server", false)]
    public void An_envelope_to_a_public_key_opens(string writer, bool isAuthenticated)
    {
        using var key = Samples.PrivateKey();
        Assert.True(PublicContentSealer.TryOpen(
            Samples.Context, key, Bytes($"{writer}.capsule"), Bytes($"{writer}.body"), out var text, out var authenticated));
        Assert.Equal(Samples.Text, text);
        Assert.Equal(isAuthenticated, authenticated);
    }

    [Fact]
    public void A_wrapped_key_unwraps()
    {
        using var key = Samples.Key();
        var aad = WrapAad.For(WrapPurpose.Session, Samples.Ada, Samples.Entry);
        Assert.True(KeyWrap.TryUnwrap(key, Bytes("wrap"), aad, out SymmetricKey? secret));
        Assert.Equal(Samples.Count(32, 32), secret.AsSpan().ToArray());
        secret.Dispose();
    }

    [Fact]
    public void A_note_a_name_and_a_record_of_the_vault_open()
    {
        using var pair = Samples.PrivateKey();
        Assert.True(SealedNote.TryOpen(pair, Samples.Ada, Bytes("note"), out var note));
        Assert.Equal("Ada's phone", Encoding.UTF8.GetString(note));

        using var root = Samples.Key();
        using var index = new BlindIndex(root);
        Assert.True(SealedName.TryOpen(index.TagNameKey, Samples.Ada, index.TagToken("Garten"), Bytes("name"), out var name));
        Assert.Equal("Garten", name);

        using var ring = new VaultKeyRing(Samples.Key());
        Assert.True(ring.TryOpen(Bytes("vault"), "key_slots"u8, out var record));
        Assert.Equal("a wrapped key", Encoding.UTF8.GetString(record));
    }

    [Fact]
    public void The_keys_under_a_master_key_stay_what_they_are()
    {
        using var master = Samples.Key();
        using var keys = AccountKeys.Of(master);
        Verify("master.wrap", keys.CapsuleWrap.AsSpan());
        Verify("master.identity", keys.IdentityWrap.AsSpan());
        Verify("master.index-root", keys.IndexRootWrap.AsSpan());
    }

    [Fact]
    public void Tokens_stay_what_they_are()
    {
        using var root = Samples.Key();
        using var index = new BlindIndex(root);
        Verify("tag.garten", index.TagToken(" Garten "));
        Verify("mood.froh", index.MoodToken("FROH"));
        Verify("fingerprint", index.Fingerprint("\n Nebel  u\u0308ber\tdem See. "));
        Verify("vocabulary", index.VocabularyKey.AsSpan());
        Verify("tagname", index.TagNameKey.AsSpan());
        Verify("repeat", index.RepeatDigest(Samples.Entry, 7, "text"u8));
        Assert.Equal(Text("term.title"), index.SearchTerm("DIARY", new Quarter(2026, 4), SearchField.Title, "wander"));
        Assert.Equal(Text("term.body"), index.SearchTerm("DIARY", new Quarter(2026, 4), SearchField.Body, "wander"));
    }

    [Fact]
    public void A_recovery_code_stays_what_it_is()
    {
        Assert.True(RecoveryCode.TryParse(Text("recovery.code"), out var code));
        using (code)
        {
            Assert.Equal(Text("recovery.code"), code.Print());
            using var verifier = code.Verifier(Samples.Ada);
            using var wrapping = code.WrappingKey(Samples.Ada);
            Verify("recovery.auth", verifier.AsSpan());
            Verify("recovery.wrap", wrapping.AsSpan());
        }
    }

    [Theory]
    [InlineData("uce", PasswordHashing.UceLabelPrefix)]
    [InlineData("e2e", PasswordHashing.E2eLabelPrefix)]
    public void A_password_at_full_cost_gives_the_same_halves(string tier, string prefix)
    {
        var parameters = new Argon2idParameters(Samples.Count(0, 16), Argon2idParameters.MinMemoryKiB, Argon2idParameters.MinIterations, 1);
        using var keys = PasswordHashing.DeriveKeys("\uFF23orrect \uFB01ve horses a\u0300 la carte", parameters, prefix);
        Verify($"{tier}.auth", keys.Authentication.AsSpan());
        Verify($"{tier}.wrap", keys.Wrapping.AsSpan());
        Assert.Equal(tier == "uce", keys.Matches(Samples.Hex(Text("uce.verifier"))));
    }

    private static byte[] Bytes(string name) => Samples.Hex(Sealed.GetProperty(name).GetString()!);

    private static string Text(string name) => Derived.GetProperty(name).GetString()!;

    private static void Verify(string name, ReadOnlySpan<byte> actual) => Assert.Equal(Text(name), Samples.Hex(actual));
}
