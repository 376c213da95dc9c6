using System.Text.Json;
using Diary.Domain.Accounts;

namespace Diary.TestKit;

/// <summary>Clients of either tier, for what must work alike in both.</summary>
public static class Tiers
{
    /// <summary>A client of a fresh account.</summary>
    public static async Task<DiaryClient> SignUp(this DiaryServer server, Tier tier)
    {
        var client = server.Client();
        await client.SignUp(tier);
        return client;
    }

    /// <summary>Signs up with a fresh address and keeps the session; what it sends and gets is plain in either tier.</summary>
    public static async Task SignUp(this DiaryClient client, Tier tier)
    {
        if (tier == Tier.Uce)
        {
            await client.SignUp();
        }
        else
        {
            var device = await E2EDevice.SignUp(client, withBundle: false);
            (client.Email, client.Sealing) = (device.Email, new E2ESealing(device));
        }
    }

    /// <summary>The tier's name in the schema.</summary>
    public static string Name(this Tier tier) => tier == Tier.Uce ? "UCE" : "E2E";

    /// <summary>What proves the account's password, as its tier sends it.</summary>
    public static async Task<object> Credential(this DiaryClient client, string password = DiaryClient.Password) =>
        client.Sealing is { } sealing ? await sealing.Device.Current(password) : new { password };

    /// <summary>What sets another password, as the account's tier sends it.</summary>
    public static object NextCredential(this DiaryClient client, string password) =>
        client.Sealing is { } sealing ? sealing.Device.Next(password).Credential : new { password };

    /// <summary>A client of the same account without a session, there or at another server.</summary>
    public static DiaryClient Another(this DiaryClient client, Uri? url = null)
    {
        var other = new DiaryClient(url ?? client.Url) { Email = client.Email };
        other.Sealing = client.Sealing is { } sealing ? new E2ESealing(sealing.Device.On(other)) : null;
        return other;
    }

    /// <summary>Begins another session of the account and keeps it where there is one; the payload.</summary>
    public static async Task<JsonElement> SignInAgain(
        this DiaryClient client, string password = DiaryClient.Password, string device = "test")
    {
        var payload = await client.SignIn(client.Email, await client.Credential(password), device);
        if (payload.GetProperty("session") is { ValueKind: JsonValueKind.Object } session)
        {
            client.Use(session);
        }

        return payload;
    }
}
