using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diary.Cryptography;

namespace Diary.TestKit;

/// <summary>
/// What an E2E client does before it sends and after it got: the same documents and inputs serve both tiers. In variables a content's
/// <c>plain</c> becomes <c>sealed</c>; in answers sealed contents, names of tags and notes of the audit log become plain.
/// </summary>
public sealed class E2ESealing : IDisposable
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SymmetricKey _root;
    private readonly BlindIndex _index;

    // A client keeps what it sealed until it is acknowledged, so that it can send the same bytes again.
    private readonly Dictionary<string, JsonObject> _sent = new(StringComparer.Ordinal);

    /// <summary>Seals with the keys of a device, which are disposed with this.</summary>
    public E2ESealing(E2EDevice device)
    {
        Device = device;
        _root = PrivateKey.Derive("diary.v1.index-root");
        _index = new BlindIndex(_root);
    }

    /// <summary>The device.</summary>
    public E2EDevice Device { get; }

    /// <summary>The account.</summary>
    public Guid Account => Device.Id;

    /// <summary>The account's private key.</summary>
    public X25519PrivateKey PrivateKey => Device.Keys;

    /// <summary>Seals a content, as <c>sealed</c> takes it.</summary>
    public JsonObject Seal(Guid entry, int version, JsonNode plain)
    {
        var text = plain.DeepClone().AsObject();
        var tags = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var name in (text["tags"] as JsonArray ?? []).Select(t => t!.GetValue<string>().Trim()))
        {
            var token = _index.TagToken(name);
            tags.TryAdd(Convert.ToBase64String(token), new JsonObject
            {
                ["token"] = Convert.ToBase64String(token),
                ["sealedName"] = Convert.ToBase64String(SealedName.Seal(_index.TagNameKey, Account, token, name)),
            });
        }

        var parts = PublicContentSealer.SealAs(
            new EnvelopeContext(Account, entry, version), PrivateKey, 0, Encoding.UTF8.GetBytes(text.ToJsonString(Relaxed)));
        var body = text["body"]?.GetValue<string>() ?? "";
        return new JsonObject
        {
            ["envelope"] = Convert.ToBase64String(Envelope.Join(parts.Capsule, parts.Body)),
            ["tags"] = new JsonArray([.. tags.Values]),
            ["searchTokens"] = new JsonArray([.. body.Split(' ').Distinct(StringComparer.Ordinal).Select(word => (JsonNode)Term(word))]),
            ["fingerprint"] = Convert.ToBase64String(_index.Fingerprint(body)),
        };
    }

    /// <summary>The token of a tag, as a filter takes it.</summary>
    public string TagToken(string name) => Convert.ToBase64String(_index.TagToken(name));

    /// <summary>The document with what an E2E client asks for beside what a UCE client does.</summary>
    public static string Widen(string document) => document
        .Replace("... on PlainContent", "... on SealedContent { envelope sealedAtVersion sha256 authenticated } ... on PlainContent",
            StringComparison.Ordinal)
        .Replace("tags { name", "tags { sealedName bound: token name", StringComparison.Ordinal);

    /// <summary>The variables with every content sealed.</summary>
    public JsonNode? Seal(object? variables)
    {
        var node = JsonSerializer.SerializeToNode(variables, JsonSerializerOptions.Web);
        if (node?["input"] is JsonObject input && input["content"]?["plain"] is { } plain)
        {
            var entry = Guid.TryParse(input["id"]?.GetValue<string>(), out var id) ? id : Guid.CreateVersion7();
            var version = input["expectedVersion"]?.GetValue<int>() ?? 0;
            version = version is >= 0 and < int.MaxValue ? version + 1 : 1;
            var key = $"{entry} {version} {plain.ToJsonString()}";
            lock (_sent)
            {
                input["content"] = new JsonObject
                {
                    ["sealed"] = (_sent.TryGetValue(key, out var sent) ? sent : _sent[key] = Seal(entry, version, plain)).DeepClone(),
                };
            }
        }

        return node;
    }

    /// <summary>The answer with every content and every name opened.</summary>
    public JsonElement Open(JsonElement answer)
    {
        var node = JsonNode.Parse(answer.GetRawText())!;
        OpenBelow(node);
        return JsonSerializer.SerializeToElement(node);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _root.Dispose();
        PrivateKey.Dispose();
    }

    private string Term(string word) =>
        Convert.ToBase64String(HMACSHA256.HashData(_root.AsSpan(), Encoding.UTF8.GetBytes(word)).AsSpan(0, 9));

    private void OpenBelow(JsonNode node)
    {
        foreach (var child in (node is JsonObject o ? o.Select(p => p.Value) : node is JsonArray a ? a : []).OfType<JsonNode>().ToList())
        {
            OpenBelow(child);
        }

        if (node is not JsonObject found)
        {
            return;
        }

        if (found["sealedName"]?.GetValue<string>() is { } name)
        {
            found["name"] = SealedName.TryOpen(_index.TagNameKey, Account, Convert.FromBase64String(found["bound"]!.GetValue<string>()),
                Convert.FromBase64String(name), out var opened) ? opened : throw new InvalidDataException("A tag's name does not open.");
            found.Remove("sealedName");
            found.Remove("bound");
        }

        if (found["sealedDetail"]?.GetValue<string>() is { } sealedNote)
        {
            var note = SealedNote.TryOpen(PrivateKey, Account, Convert.FromBase64String(sealedNote), out var text)
                ? JsonNode.Parse(text)! : throw new InvalidDataException("A note does not open.");
            foreach (var field in new[] { "device", "ipPrefix", "detail" })
            {
                found[field] = note[field]?.DeepClone();
            }
        }

        if (found["content"]?["envelope"]?.GetValue<string>() is { } envelope)
        {
            var content = found["content"]!.AsObject();
            var plain = Open(Convert.FromBase64String(envelope), content["sealedAtVersion"]!.GetValue<int>(),
                content["authenticated"]!.GetValue<bool>());
            found["content"] = new JsonObject(new[] { "title", "body", "mood", "location", "weather" }
                .Select(f => new KeyValuePair<string, JsonNode?>(f, plain[f]?.DeepClone())));
            if (content.ContainsKey("__typename"))
            {
                found["content"]!.AsObject().Insert(0, "__typename", "PlainContent");
            }
        }
    }

    /// <param name="envelope">As it was served.</param>
    /// <param name="sealedAt">The version that it is bound to.</param>
    /// <param name="saidToBeOwn">Whether the server says that the account's own key sealed it, which must be so or not be so.</param>
    private JsonNode Open(byte[] envelope, int sealedAt, bool saidToBeOwn) =>
        Envelope.TrySplit(envelope, out var capsule, out var body) && EnvelopeHeader.TryRead(body, out var header)
            && PublicContentSealer.TryOpen(new EnvelopeContext(Account, header.Context.EntryId, sealedAt), PrivateKey, capsule, body,
                out var plaintext, out var authenticated) && authenticated == saidToBeOwn
            ? JsonNode.Parse(plaintext)!
            : throw new InvalidDataException("A content does not open.");
}
