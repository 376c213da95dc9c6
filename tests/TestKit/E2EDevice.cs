using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diary.Cryptography;
using Sodium;

namespace Diary.TestKit;

/// <summary>
/// A device of an E2E account, which holds all of its keys: the client's half of sealed-formats, over <see cref="DiaryClient"/>. What the
/// server gets of it is what a real client would send.
/// </summary>
public sealed class E2EDevice : IDisposable
{
    private const string Session = "session { accessToken refreshToken accessTokenExpiresAt refreshTokenExpiresAt }";
    private const string Problems = "problems { __typename code message field }";

    private E2EDevice(DiaryClient client, Guid id, string email, string password, X25519PrivateKey keys) =>
        (Client, Id, Email, Password, Keys) = (client, id, email, password, keys);

    /// <summary>What it talks through.</summary>
    public DiaryClient Client { get; }

    /// <summary>The account's id, which the client made.</summary>
    public Guid Id { get; }

    /// <summary>The account's address.</summary>
    public string Email { get; }

    /// <summary>What the user types; it never leaves the device.</summary>
    public string Password { get; set; }

    /// <summary>The account's pair.</summary>
    public X25519PrivateKey Keys { get; }

    /// <summary>The recovery codes as they were made last.</summary>
    public IReadOnlyList<RecoveryCode> Codes { get; private set; } = [];

    /// <summary>A device with keys of its own, and no account yet.</summary>
    public static E2EDevice Fresh(DiaryClient client, string? email = null, string password = DiaryClient.Password) =>
        new(client, Guid.NewGuid(), email ?? $"{Guid.NewGuid():N}@example.org", password, X25519PrivateKey.Generate());

    /// <summary>The same device behind another client, as after a restart of the server; it holds a copy of the keys.</summary>
    public E2EDevice On(DiaryClient client) =>
        new(client, Id, Email, Password, X25519PrivateKey.Import(Keys.AsSpan())) { Codes = Codes };

    /// <summary>Signs up with a fresh address and keeps the session.</summary>
    public static async Task<E2EDevice> SignUp(DiaryClient client, bool withBundle = true)
    {
        var device = Fresh(client);
        device.Client.Use((await device.SignUp(device.SignUpInput(withBundle))).GetProperty("session"));
        return device;
    }

    /// <summary>What it signs up with; to be changed where a test wants it wrong.</summary>
    public Dictionary<string, object?> SignUpInput(bool withBundle = true)
    {
        var kdf = Argon2idParameters.WithFreshSalt();
        using var password = Derive(Password, kdf);
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = Id.ToString(),
            ["email"] = Email,
            ["tier"] = "E2E",
            ["device"] = "test",
            ["timeZone"] = "Europe/Vienna",
            ["credential"] = Credential(password, kdf),
            ["keys"] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["publicKey"] = Keys.PublicKey.AsSpan().ToArray(),
                ["keyBundle"] = withBundle ? Bundle(password.Wrapping) : null,
                ["recoveryCodes"] = MakeCodes(),
            },
        };
    }

    /// <summary>Signs up; the payload.</summary>
    public async Task<JsonElement> SignUp(object input) =>
        (await Client.Data(
            $"mutation ($input: SignUpInput!) {{ signUp(input: $input) {{ {Session} account {{ id tier publicKey keyBundle }} "
            + $"recoveryCodes {Problems} }} }}",
            new { input })).GetProperty("signUp");

    /// <summary>Signs in by the password, with the parameters that the server tells; the payload.</summary>
    public async Task<JsonElement> SignIn(string? password = null, string device = "test") =>
        (await Client.Data(
            $"mutation ($input: SignInInput!) {{ signIn(input: $input) {{ {Session} account {{ id keyBundle }} {Problems} }} }}",
            new { input = new { email = Email, credential = await Current(password), device } })).GetProperty("signIn");

    /// <summary>The credential that proves the password, as the server's parameters make it.</summary>
    public async Task<object> Current(string? password = null)
    {
        using var derived = await Derive(password ?? Password);
        return new { authKey = new { key = derived.Authentication.AsSpan().ToArray() } };
    }

    /// <summary>What the password wraps the private key by, under the server's parameters; it never leaves a device.</summary>
    public async Task<byte[]> WrappingKey(string password)
    {
        using var derived = await Derive(password);
        return derived.Wrapping.AsSpan().ToArray();
    }

    /// <summary>A credential to be set for a password, and the private key wrapped under it.</summary>
    public (object Credential, byte[] Bundle) Next(string password)
    {
        var kdf = Argon2idParameters.WithFreshSalt();
        using var derived = Derive(password, kdf);
        return (Credential(derived, kdf), Bundle(derived.Wrapping));
    }

    /// <summary>Ten codes as the server gets them; <see cref="Codes"/> are these from now on.</summary>
    public IReadOnlyList<object> MakeCodes()
    {
        Codes = [.. Enumerable.Range(0, 10).Select(_ => RecoveryCode.Generate())];
        return [.. Codes.Select(object (c) => new { verifier = Verifier(c), keyBundle = CodeBundle(c) })];
    }

    /// <summary>What is presented of a code.</summary>
    public byte[] Verifier(RecoveryCode code)
    {
        using var verifier = code.Verifier(Id);
        return verifier.AsSpan().ToArray();
    }

    /// <summary>The private key under a code.</summary>
    public byte[] CodeBundle(RecoveryCode code)
    {
        using var wrapping = code.WrappingKey(Id);
        return Bundle(wrapping);
    }

    /// <summary>The private key in a bundle that a code wrapped; null where it does not open.</summary>
    public byte[]? OpenBundle(RecoveryCode code, byte[] bundle)
    {
        using var wrapping = code.WrappingKey(Id);
        return OpenBundle(wrapping, bundle);
    }

    /// <summary>The private key in a bundle that a password wrapped under the parameters; null where it does not open.</summary>
    public byte[]? OpenBundle(string password, Argon2idParameters kdf, byte[] bundle)
    {
        using var derived = Derive(password, kdf);
        return OpenBundle(derived.Wrapping, bundle);
    }

    /// <summary>An envelope of a version of an entry, as the contract's <c>envelope</c> has it.</summary>
    public byte[] Seal(Guid entry, int version, object content)
    {
        var parts = PublicContentSealer.SealAs(
            new EnvelopeContext(Id, entry, version), Keys, keyEpoch: 0, JsonSerializer.SerializeToUtf8Bytes(content));
        return Envelope.Join(parts.Capsule, parts.Body);
    }

    /// <summary>The JSON in an envelope; null where it does not open.</summary>
    public JsonElement? Open(Guid entry, int sealedAtVersion, byte[] envelope) =>
        Envelope.TrySplit(envelope, out var capsule, out var body) && PublicContentSealer.TryOpen(
            new EnvelopeContext(Id, entry, sealedAtVersion), Keys, capsule, body, out var plaintext, out _)
            ? JsonSerializer.Deserialize<JsonElement>(plaintext)
            : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Keys.Dispose();
        Client.Dispose();
    }

    private async Task<PasswordKeys> Derive(string password)
    {
        var kdf = (await Client.Data(
            "query ($email: String!) { signInParameters(email: $email) { kdf { salt memoryKiB iterations parallelism } } }",
            new { email = Email })).GetProperty("signInParameters").GetProperty("kdf");
        return Derive(password, new Argon2idParameters(kdf.GetProperty("salt").GetBytesFromBase64(),
            kdf.GetProperty("memoryKiB").GetInt32(), kdf.GetProperty("iterations").GetInt32(), kdf.GetProperty("parallelism").GetInt32()));
    }

    private static PasswordKeys Derive(string password, Argon2idParameters kdf) =>
        PasswordHashing.DeriveKeys(password, kdf, PasswordHashing.E2eLabelPrefix);

    private static Dictionary<string, object?> Credential(PasswordKeys password, Argon2idParameters kdf) => new(StringComparer.Ordinal)
    {
        ["authKey"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["key"] = password.Authentication.AsSpan().ToArray(),
            ["kdf"] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["salt"] = kdf.Salt,
                ["memoryKiB"] = kdf.MemoryKiB,
                ["iterations"] = kdf.Iterations,
                ["parallelism"] = kdf.Parallelism,
            },
        },
    };

    private byte[] Bundle(SymmetricKey wrapping)
    {
        var nonce = RandomNumberGenerator.GetBytes(24);
        return [1, .. nonce, .. SecretAeadXChaCha20Poly1305.Encrypt(
            Keys.AsSpan().ToArray(), nonce, wrapping.AsSpan().ToArray(), BundleAad())];
    }

    private byte[]? OpenBundle(SymmetricKey wrapping, byte[] bundle)
    {
        try
        {
            return SecretAeadXChaCha20Poly1305.Decrypt(bundle[25..], bundle[1..25], wrapping.AsSpan().ToArray(), BundleAad());
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private byte[] BundleAad() => [.. Encoding.ASCII.GetBytes("diary.v1.bundle"), .. Keys.PublicKey.AsSpan()];
}
