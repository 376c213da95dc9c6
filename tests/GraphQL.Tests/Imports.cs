using System.Text;
using System.Text.Json;
using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Grains;
using Diary.GraphQL.Keys;
using Diary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests;

/// <summary>Entries from elsewhere, which nothing makes over the API, sealed to the account's public key.</summary>
internal static class Imports
{
    /// <summary>Writes one through its grain.</summary>
    public static async Task Import(
        this DiaryServer server, DiaryClient client, Guid id, EntrySource source = EntrySource.Import, string body = "Imported")
    {
        var me = (await client.Data("{ me { id publicKey } }")).At("me");
        Assert.True(X25519PublicKey.TryImport(me.At("publicKey").GetBytesFromBase64(), out var key));
        var (account, entry) = (new AccountId(me.At("id").GetGuid()), new EntryId(id));
        var text = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { body }));
        var parts = PublicContentSealer.SealTo(new EnvelopeContext(account.Value, id, 1), key, 0, text);
        var draft = new SealedDraft(
            server.Services.GetRequiredService<SealedVault>().SealCapsule(account, entry, 1, parts.Capsule), new Bytes(parts.Body),
            new ContentIndex(new Bytes(new byte[32]), [], Bytes.Empty, Bytes.Empty, Bytes.Empty));
        var receipt = await server.Services.GetRequiredService<IGrainFactory>().Entry(account, entry).Execute(
            new EntryCommand.Write(entry, account, new EntryDay(new DateOnly(2026, 11, 23), "UTC"), source, draft, null));
        Assert.Equal(1, receipt.Version);
    }
}
