using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diary.Cryptography;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Entries;

/// <summary>What only the E2E tier has: contents that the client sealed, byte for byte.</summary>
public sealed class SealedEntryTests(DiaryFixture diary)
{
    private const string Sealed = "input.content.sealed";

    private static readonly JsonNode One = JsonNode.Parse("""{ "body": "One two", "tags": ["a", "b"] }""")!;

    private static readonly string Shown =
        "entry { id version tags { token sealedName name auto } content { __typename ... on SealedContent { envelope sealedAtVersion "
        + "authenticated sha256 } } } " + Answers.ProblemFields;

    [Fact]
    public async Task An_envelope_comes_back_byte_for_byte_with_its_version_and_hash()
    {
        using var client = await Plain();
        var (id, content) = await Written(client);
        var entry = (await client.Raw("query ($id: ID!) { entry(id: $id) { tags { token sealedName name auto } content { __typename "
            + "... on SealedContent { envelope sealedAtVersion authenticated sha256 } } } }", new { id })).At("data.entry");
        var envelope = content["envelope"]!.GetValue<string>();
        Assert.Equal(("SealedContent", envelope, 1, true, Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(envelope)))),
            (entry.Text("content.__typename"), entry.Text("content.envelope"), entry.Number("content.sealedAtVersion"),
                entry.At("content.authenticated").GetBoolean(), entry.Text("content.sha256")));
        Assert.Equal(content["tags"]!.AsArray().Select(t => t!["sealedName"]!.GetValue<string>()), entry.At("tags").Texts("sealedName"));
        Assert.All(entry.At("tags").EnumerateArray(), t => Assert.True(t.IsNull("name")));
    }

    [Fact]
    public async Task A_restored_version_says_which_version_its_envelope_is_bound_to()
    {
        using var client = await Plain();
        var (id, content) = await Written(client);
        await client.EditEntry(id, 1, new { body = "Two" });
        await client.Restore(id.ToString(), 2, 1);
        var entry = (await client.Raw(
            "query ($id: ID!) { entry(id: $id) { version content { ... on SealedContent { envelope sealedAtVersion } } } }", new { id }))
            .At("data.entry");
        Assert.Equal((3, 1, content["envelope"]!.GetValue<string>()),
            (entry.Number("version"), entry.Number("content.sealedAtVersion"), entry.Text("content.envelope")));
    }

    [Fact]
    public async Task The_same_bytes_again_are_a_success_and_the_same_text_sealed_afresh_is_a_conflict()
    {
        using var client = await Plain();
        var (id, content) = await Written(client);
        var again = await Send(client, id, content);
        Assert.Equal(("", 1), (again.Problems(), again.Number("entry.version")));
        var afresh = await Send(client, id, client.Sealing!.Seal(id, 1, One));
        Assert.Equal("VERSION_CONFLICT input.id", afresh.Problems());
        foreach (var (member, value) in new (string, JsonNode?)[]
            { ("tags", new JsonArray()), ("searchTokens", new JsonArray()), ("fingerprint", null) })
        {
            var changed = content.DeepClone().AsObject();
            changed[member] = value;
            Assert.Equal("VERSION_CONFLICT input.id", (await Send(client, id, changed)).Problems());
        }
    }

    [Fact]
    public async Task An_edit_is_repeated_by_its_bytes_too()
    {
        using var client = await Plain();
        var (id, _) = await Written(client);
        var next = client.Sealing!.Seal(id, 2, One);
        foreach (var _ in new int[2])
        {
            var payload = await Send(client, id, next, 1);
            Assert.Equal(("", 2), (payload.Problems(), payload.Number("entry.version")));
        }

        Assert.Equal("VERSION_CONFLICT input.expectedVersion", (await Send(client, id, client.Sealing.Seal(id, 2, One), 1)).Problems());
    }

    [Theory]
    [InlineData("empty", "is no envelope of version 1", "It has 0 bytes.")]
    [InlineData("short", "is no envelope of version 1", "a padded length")]
    [InlineData("long", "is no envelope of version 1", "at most 1048576 bytes")]
    [InlineData("uce", "is of a suite that only the server seals", "suite 2")]
    [InlineData("server", "is of a suite that only the server seals", "suite 2")]
    [InlineData("account", "is bound to another account, entry or version", "it must be bound to account {account}")]
    [InlineData("entry", "is bound to another account, entry or version", "entry {entry}")]
    [InlineData("version", "is bound to another account, entry or version", "version 1,")]
    [InlineData("point", "is of low order", "fresh X25519 pair")]
    [InlineData("text", "was never encrypted", "reads as text")]
    [InlineData("zeros", "was never encrypted", "evenly spread")]
    public async Task An_envelope_of_another_form_is_refused_in_words_that_help(string flaw, string what, string how)
    {
        using var client = await Plain();
        var id = Guid.CreateVersion7();
        var content = client.Sealing!.Seal(id, 1, One);
        content["envelope"] = Convert.ToBase64String(Flawed(client.Sealing, id, flaw));
        var payload = await Send(client, id, content);
        Assert.Equal($"INVALID {Sealed}.envelope", payload.Problems());
        var message = payload.Text("problems.0.message")!;
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains(how.Replace("{account}", client.Sealing.Account.ToString(), StringComparison.Ordinal)
            .Replace("{entry}", id.ToString(), StringComparison.Ordinal), message, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await client.Entry(id.ToString())).ValueKind);
    }

    [Fact]
    public async Task An_edits_envelope_is_bound_to_the_version_that_it_makes()
    {
        using var client = await Plain();
        var (id, content) = await Written(client);
        var payload = await Send(client, id, content, 1);
        Assert.Equal($"INVALID {Sealed}.envelope", payload.Problems());
        Assert.Contains("version 2,", payload.Text("problems.0.message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tags.1.token", 15)]
    [InlineData("tags.1.token", 17)]
    [InlineData("tags.1.sealedName", 0)]
    [InlineData("tags.1.sealedName", 60)]
    [InlineData("tags.1.sealedName", 1_085)]
    [InlineData("searchTokens.1", 8)]
    [InlineData("searchTokens.1", 10)]
    [InlineData("fingerprint", 31)]
    [InlineData("fingerprint", 0)]
    public async Task What_goes_with_an_envelope_has_its_size(string field, int size)
    {
        using var client = await Plain();
        var id = Guid.CreateVersion7();
        var content = client.Sealing!.Seal(id, 1, One);
        var value = JsonValue.Create(Convert.ToBase64String(Versioned(size)));
        switch (field.Split('.'))
        {
            case ["tags", _, var member]:
                content["tags"]![1]![member] = value;
                break;
            case ["searchTokens", _]:
                content["searchTokens"]![1] = value;
                break;
            default:
                content[field] = value;
                break;
        }

        Assert.Equal($"INVALID {Sealed}.{field}", (await Send(client, id, content)).Problems());
    }

    [Fact]
    public async Task A_name_that_was_never_sealed_is_refused()
    {
        using var client = await Plain();
        var id = Guid.CreateVersion7();
        var content = client.Sealing!.Seal(id, 1, One);
        content["tags"]![0]!["sealedName"] = Convert.ToBase64String([1, .. RandomNumberGenerator.GetBytes(12), .. new byte[48]]);
        Assert.Equal($"INVALID {Sealed}.tags.0.sealedName", (await Send(client, id, content)).Problems());
    }

    [Fact]
    public async Task Tokens_are_sets_and_have_their_bounds()
    {
        using var client = await Plain();
        var id = Guid.CreateVersion7();
        var content = client.Sealing!.Seal(id, 1, One);
        var tag = content["tags"]![0]!;
        content["tags"] = new JsonArray(tag.DeepClone(), tag.DeepClone());
        content["searchTokens"] = Tokens(2, same: true);
        Assert.Equal($"INVALID {Sealed}.tags.1.token, INVALID {Sealed}.searchTokens.1", (await Send(client, id, content)).Problems());
        content["tags"] = new JsonArray([.. Enumerable.Range(0, 101).Select(_ => tag.DeepClone())]);
        content["searchTokens"] = Tokens(30_001, same: false);
        Assert.Equal($"INVALID {Sealed}.tags, INVALID {Sealed}.searchTokens", (await Send(client, id, content)).Problems());
        content["tags"] = new JsonArray();
        content["searchTokens"] = Tokens(30_000, same: false);
        Assert.Equal("", (await Send(client, id, content)).Problems());
    }

    [Fact]
    public async Task Each_tier_refuses_the_others_content()
    {
        using var uce = await diary.SignUp();
        using var e2e = await Plain();
        var id = Guid.CreateVersion7();
        Assert.Equal("TIER_MISMATCH input.content", (await Send(uce, id, e2e.Sealing!.Seal(id, 1, One))).Problems());
        await uce.CreateEntry(id, new { body = "One" });
        Assert.Equal("TIER_MISMATCH input.content", (await Send(uce, id, e2e.Sealing.Seal(id, 2, One), 1)).Problems());
        var (sealedId, _) = await Written(e2e);
        foreach (var (mutation, rest) in new[] { ("createEntry", "entryDate: \"2026-11-23\""), ("editEntry", "expectedVersion: 1") })
        {
            var data = await e2e.Data($"mutation {{ {mutation}(input: {{ id: \"{sealedId}\", {rest}, "
                + $"content: {{ plain: {{ body: \"x\" }} }} }}) {{ {Answers.ProblemFields} }} }}");
            Assert.Equal("TIER_MISMATCH input.content", data.At(mutation).Problems());
        }
    }

    [Fact]
    public async Task What_needs_the_plain_text_is_a_tier_mismatch_and_tokens_serve_both()
    {
        using var client = await Plain();
        var (id, _) = await Written(client);
        await client.EditEntry(id, 1, new { body = "Two", tags = new[] { "b" } });
        var diff = await client.Send("query ($id: ID!) { entry(id: $id) { version diff(from: 1) { text } } }", new { id });
        Assert.Equal(("TIER_MISMATCH", 2, true), (diff.Codes(), diff.Number("data.entry.version"), diff.IsNull("data.entry.diff")));
        const string query = "query ($filter: EntryFilter) { entries(filter: $filter) { totalCount nodes { id } } }";
        var tags = await client.Send(query, new { filter = new { tags = new[] { "a" } } });
        Assert.Equal(("TIER_MISMATCH", "filter.tags"), (tags.Codes(), tags.Text("errors.0.extensions.argument")));
        var mood = await client.Send(query, new { filter = new { mood = "calm" } });
        Assert.Equal(("TIER_MISMATCH", "filter.mood"), (mood.Codes(), mood.Text("errors.0.extensions.argument")));
        foreach (var (name, count) in new[] { ("a", 0), ("b", 1) })
        {
            var filter = new { tags = Array.Empty<string>(), tagTokens = new[] { client.Sealing!.TagToken(name) } };
            Assert.Equal(count, (await client.Data(query, new { filter })).Number("entries.totalCount"));
        }
    }

    [Fact]
    public async Task A_body_of_a_mebibyte_is_kept()
    {
        using var client = await Plain();
        var body = new string('a', 1_032_180);
        Assert.Equal(body, (await client.CreateEntry(Guid.CreateVersion7(), new { body })).Text("entry.content.body"));
    }

    private static byte[] Versioned(int size)
    {
        var bytes = RandomNumberGenerator.GetBytes(size);
        bytes.AsSpan(0, Math.Min(size, 1)).Fill(1);
        return bytes;
    }

    private static JsonArray Tokens(int count, bool same) => new([.. Enumerable.Range(0, count).Select(i =>
        (JsonNode)Convert.ToBase64String([.. new byte[5], .. BitConverter.GetBytes(same ? 0 : i)]))]);

    private static byte[] Flawed(E2ESealing sealing, Guid id, string flaw)
    {
        var context = new EnvelopeContext(sealing.Account, id, 1);
        using var key = SymmetricKey.Generate();
        var sound = Joined(PublicContentSealer.SealAs(context, sealing.PrivateKey, 0, "{}"u8));
        switch (flaw)
        {
            case "empty":
                return [];
            case "short":
                return sound[..^1];
            case "long":
                return [.. sound, .. new byte[1 << 20]];
            case "uce":
                return Joined(ContentSealer.Seal(context, key, 1, "{}"u8));
            case "server":
                return Joined(PublicContentSealer.SealTo(context, sealing.PrivateKey.PublicKey, 0, "{}"u8));
            case "account":
                return Joined(PublicContentSealer.SealAs(context with { AccountId = Guid.NewGuid() }, sealing.PrivateKey, 0, "{}"u8));
            case "entry":
                return Joined(PublicContentSealer.SealAs(context with { EntryId = Guid.NewGuid() }, sealing.PrivateKey, 0, "{}"u8));
            case "version":
                return Joined(PublicContentSealer.SealAs(context with { Version = 2 }, sealing.PrivateKey, 0, "{}"u8));
            case "point":
                sound.AsSpan(6, 32).Clear();
                return sound;
            case "text":
                sound.AsSpan(158, 256).Fill((byte)'a');
                return sound;
            default:
                sound.AsSpan(158, 255).Fill(0xff);
                return sound;
        }

        static byte[] Joined(SealedContentParts parts) => Envelope.Join(parts.Capsule, parts.Body);
    }

    private static async Task<JsonElement> Send(DiaryClient client, Guid id, JsonObject content, int? expectedVersion = null)
    {
        var (type, name) = expectedVersion is null ? ("CreateEntryInput", "createEntry") : ("EditEntryInput", "editEntry");
        var input = new JsonObject { ["id"] = id.ToString(), ["content"] = new JsonObject { ["sealed"] = content.DeepClone() } };
        input[expectedVersion is null ? "entryDate" : "expectedVersion"] = expectedVersion is { } v ? v : "2026-11-23";
        return (await client.Raw($"mutation ($input: {type}!) {{ {name}(input: $input) {{ {Shown} }} }}", new { input }))
            .At($"data.{name}");
    }

    private static async Task<(Guid Id, JsonObject Content)> Written(DiaryClient client)
    {
        var id = Guid.CreateVersion7();
        var content = client.Sealing!.Seal(id, 1, One);
        Assert.Equal("", (await Send(client, id, content)).Problems());
        return (id, content);
    }

    private Task<DiaryClient> Plain() => diary.SignUp(Tier.E2E);
}
