using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Diary.Cryptography;

namespace Diary.GraphQL.Erasure;

/// <summary>Public keys that verify receipts, as they are published: a JWK Set (RFC 7517) of Ed25519 keys (RFC 8037).</summary>
public sealed class ReceiptKeys
{
    private readonly Dictionary<string, Ed25519PublicKey> _keys = new(StringComparer.Ordinal);

    /// <summary>Keys in the order in which they are published.</summary>
    public ReceiptKeys(IEnumerable<Ed25519PublicKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
        {
            _keys.TryAdd(IdOf(key), key);
        }
    }

    /// <summary>A key's id: its JWK thumbprint, SHA-256, in base64url (RFC 7638, RFC 8037 section 2).</summary>
    public static string IdOf(Ed25519PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Base64Url.EncodeToString(SHA256.HashData(
            Encoding.ASCII.GetBytes($$"""{"crv":"Ed25519","kty":"OKP","x":"{{Base64Url.EncodeToString(key.AsSpan())}}"}""")));
    }

    /// <summary>Reads a JWK Set; keys of other kinds in it are passed over.</summary>
    /// <exception cref="JsonException">It is no JWK Set.</exception>
    public static ReceiptKeys Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("keys", out var keys)
            && keys.ValueKind == JsonValueKind.Array
            ? new ReceiptKeys(keys.EnumerateArray().Select(Read).OfType<Ed25519PublicKey>())
            : throw new JsonException("There are no keys.");
    }

    /// <summary>The JWK Set.</summary>
    public string Print() => JsonSerializer.Serialize(new
    {
        keys = _keys.Select(k => new
        {
            kty = "OKP",
            crv = "Ed25519",
            use = "sig",
            alg = "EdDSA",
            kid = k.Key,
            x = Base64Url.EncodeToString(k.Value.AsSpan()),
        }),
    });

    /// <summary>Whether the key of this id is there and signed the statement.</summary>
    public bool Verify(ErasureStatement statement, string keyId, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return _keys.TryGetValue(keyId, out var key) && key.Verify(statement.ToBytes(), signature);
    }

    /// <summary>Whether the key of this id is there.</summary>
    public bool Has(string keyId) => _keys.ContainsKey(keyId);

    private static Ed25519PublicKey? Read(JsonElement key) =>
        key.ValueKind == JsonValueKind.Object
        && key.TryGetProperty("kty", out var type) && IsText(type, "OKP")
        && key.TryGetProperty("crv", out var curve) && IsText(curve, "Ed25519")
        && key.TryGetProperty("x", out var x) && x.ValueKind == JsonValueKind.String && x.GetString() is { } text && Base64Url.IsValid(text)
        && Ed25519PublicKey.TryImport(Base64Url.DecodeFromChars(text), out var read) ? read : null;

    private static bool IsText(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);
}
