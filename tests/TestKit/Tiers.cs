using Diary.Domain.Accounts;

namespace Diary.TestKit;

/// <summary>Clients of either tier, for what must work alike in both.</summary>
public static class Tiers
{
    /// <summary>A client of a fresh account.</summary>
    public static async Task<DiaryClient> SignUp(this DiaryServer server, Tier tier)
    {
        var client = server.Client();
        if (tier == Tier.Uce)
        {
            await client.SignUp();
        }
        else
        {
            client.Sealing = new E2ESealing(await E2EDevice.SignUp(client, withBundle: false));
        }

        return client;
    }
}
