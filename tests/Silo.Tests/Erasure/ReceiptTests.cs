using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diary.Cryptography;
using Diary.Grains.Vault;
using Diary.GraphQL.Erasure;
using Diary.Silo.Hosting;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.Silo.Tests.Erasure;

public sealed class ReceiptTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new("receipts");
    private DiaryServer? _server;
    private DiaryClient? _client;

    private DiaryClient Client => _client!;

    private string KeysFile => Path.Combine(_folder.Path, "keys.json");

    [Fact]
    public async Task A_purge_is_attested_with_the_number_of_keys_and_both_times()
    {
        var id = Guid.CreateVersion7();
        await Client.CreateEntry(id, new { body = "One" });
        await Client.EditEntry(id, 1, new { body = "Two" });
        await Client.EditEntry(id, 2, null, "2026-11-24"); // brings no content
        var before = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var receipt = await Purge(id);

        Assert.Equal(id.ToString(), receipt.GetProperty("entryId").GetString());
        Assert.Equal(2, receipt.GetProperty("keysDestroyed").GetInt32());
        Assert.InRange(receipt.GetProperty("at").GetDateTimeOffset(), before, TimeProvider.System.GetUtcNow());
        Assert.InRange((receipt.GetProperty("vaultTurnsAt").GetDateTimeOffset() - before).TotalDays, 29.9, 30);
        Assert.StartsWith($"valid: 2 keys of entry {id} of account {receipt.GetProperty("accountId").GetString()} were destroyed at ",
            await Verify(receipt.GetRawText(), 0), StringComparison.Ordinal);
        Assert.StartsWith("valid: ", await Verify("{\"data\":{\"purgeEntry\":{\"receipt\":" + receipt.GetRawText() + "}}}", 0),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_for_again_it_is_the_same_to_the_byte_also_after_the_vault_has_turned()
    {
        var id = Guid.CreateVersion7();
        await Client.CreateEntry(id, new { body = "One" });
        var receipt = await Purge(id);
        Assert.Equal(receipt.GetRawText(), (await Purge(id)).GetRawText());
        await _server!.Services.GetRequiredService<IVaultTurn>().Run(_ => { }, CancellationToken.None);
        Assert.Equal(receipt.GetRawText(), (await Purge(id)).GetRawText());
    }

    [Fact]
    public async Task A_refused_purge_has_none()
    {
        var payload = await Send(Guid.CreateVersion7());
        Assert.Equal(JsonValueKind.Null, payload.GetProperty("receipt").ValueKind);
        Assert.Equal("NOT_FOUND", payload.GetProperty("problems")[0].GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("keysDestroyed", "3")]
    [InlineData("entryId", "null")]
    [InlineData("entryId", "\"0195a1b0-0000-7000-8000-000000000001\"")]
    [InlineData("accountId", "\"0195a1b0-0000-7000-8000-000000000001\"")]
    [InlineData("at", "\"2026-01-01T00:00:00.000Z\"")]
    [InlineData("vaultTurnsAt", "\"2026-01-01T00:00:00.000Z\"")]
    [InlineData("keyId", "\"another\"")]
    [InlineData("signature", "\"AAAA\"")]
    [InlineData("signature", "\"no base64\"")]
    [InlineData("signature", "7")]
    [InlineData("at", "\"yesterday\"")]
    public async Task A_receipt_that_was_changed_anywhere_is_invalid(string field, string value)
    {
        var id = Guid.CreateVersion7();
        await Client.CreateEntry(id, new { body = "One" });
        var receipt = JsonNode.Parse((await Purge(id)).GetRawText())!;
        receipt[field] = JsonNode.Parse(value);
        Assert.StartsWith("invalid: ", await Verify(receipt.ToJsonString(), 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"signature\":\"AAAA\"}")]
    [InlineData("no json")]
    public async Task What_is_no_receipt_is_invalid(string text) =>
        Assert.StartsWith("invalid: this is no ", await Verify(text, 1), StringComparison.Ordinal);

    [Fact]
    public async Task The_public_keys_are_published_to_everyone_as_a_jwk_set_that_may_be_kept()
    {
        using var http = new HttpClient();
        var url = new Uri(_server!.Url, ReceiptKeysEndpoint.Path);
        using var response = await http.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal("public, max-age=3600", response.Headers.CacheControl!.ToString());
        var keys = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["keys"]!.AsArray();
        var key = Assert.Single(keys)!;
        Assert.Equal(["OKP", "Ed25519", "sig", "EdDSA"], new[] { "kty", "crv", "use", "alg" }.Select(f => (string)key[f]!));

        using var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await http.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var output = new StringWriter();
        using var empty = new StringReader("{}");
        Assert.Equal(1, await ReceiptCheck.Run(["verify-receipt", "-", "--keys", url.ToString()], empty, output, CancellationToken.None));
    }

    [Fact]
    public void The_signed_bytes_and_the_key_id_are_as_documented()
    {
        var statement = new ErasureStatement(
            new Guid("0195a1b0-0000-7000-8000-000000000001"), new Guid("0195a1b0-0000-7000-8000-000000000002"), 3,
            DateTimeOffset.FromUnixTimeMilliseconds(0x19ab1e1e7dc), DateTimeOffset.FromUnixTimeMilliseconds(0x1a000000000));
        Assert.Equal(
            "64696172792e76312e72656365697074" + "0195a1b0000070008000000000000001" + "0195a1b0000070008000000000000002" + "00000003"
                + "0000019ab1e1e7dc" + "000001a000000000",
            Convert.ToHexStringLower(statement.ToBytes()));
        Assert.Equal(ErasureStatement.Length, (statement with { Entry = null }).ToBytes().Length);

        // RFC 8037, appendix A.3.
        Assert.True(Ed25519PublicKey.TryImport(
            Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"), out var key));
        Assert.Equal("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", ReceiptKeys.IdOf(key));
    }

    [Fact]
    public async Task The_command_says_how_it_is_used_and_what_it_cannot_read()
    {
        foreach (var args in new string[][]
        {
            ["verify-receipt"], ["verify-receipt", "x"], ["verify-receipt", "x", "--keys", "/no/such/file"],
            ["verify-receipt", "/no/such/file", "--keys", KeysFile],
        })
        {
            await using var silo = SiloProcess.Launch(args);
            Assert.Equal(1, await silo.Exit());
            Assert.Single(silo.Output);
        }
    }

    public async ValueTask InitializeAsync()
    {
        _server = await DiaryServer.Start(await postgres.CreateDatabase(), null, null, ("Diary:VaultTurnPause", "0"));
        _client = _server.Client();
        await _client.SignUp();
        var keys = await _client.Http.GetStringAsync(new Uri(_server.Url, ReceiptKeysEndpoint.Path), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(KeysFile, keys, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server!.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<string> Verify(string receipt, int expected)
    {
        using var input = new StringReader(receipt);
        using var output = new StringWriter();
        Assert.Equal(expected, await ReceiptCheck.Run(["verify-receipt", "-", "--keys", KeysFile], input, output, CancellationToken.None));
        return Assert.Single(output.ToString().Trim().Split('\n'));
    }

    private async Task<JsonElement> Purge(Guid id) => (await Send(id)).GetProperty("receipt");

    private async Task<JsonElement> Send(Guid id) => (await Client.Data(
        "mutation ($id: ID!) { purgeEntry(input: { id: $id }) { "
        + "receipt { accountId entryId keysDestroyed at vaultTurnsAt keyId signature } problems { code } } }",
        new { id })).GetProperty("purgeEntry");
}
