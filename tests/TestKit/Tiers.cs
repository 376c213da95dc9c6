using System.Security.Cryptography;
using System.Text.Json;
using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.GraphQL.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.TestKit;

/// <summary>Clients of either tier, for what must work alike in both.</summary>
public static class Tiers
{
    /// <summary>A client of a fresh account.</summary>
    public static async Task<DiaryClient> SignUp(this DiaryServer server, Tier tier)
    {
        if (tier == Tier.Uce)
        {
            var uce = server.Client();
            await uce.SignUp();
            return uce;
        }

        var device = new E2ESealing();
        var client = new DiaryClient(server.Url) { Device = device };
        var account = new AccountId(device.Account);
        var receipt = await server.Services.GetRequiredService<IGrainFactory>().GetGrain<IAccountGrain>(account.Value).Execute(
            new AccountCommand.SignUp(account, Tier.E2E, new Bytes(RandomNumberGenerator.GetBytes(32)),
                new Bytes(device.PrivateKey.PublicKey.AsSpan().ToArray()), 0, [], "Europe/Vienna"), AccountSlots.None, null);
        if (receipt.Version != 1)
        {
            throw new InvalidOperationException("The account was not made.");
        }

        var session = await server.Services.GetRequiredService<SessionDesk>().Open(
            account, device.PrivateKey.PublicKey, null, 0, "test", CancellationToken.None);
        client.Use(JsonSerializer.SerializeToElement(session, JsonSerializerOptions.Web));
        return client;
    }
}
