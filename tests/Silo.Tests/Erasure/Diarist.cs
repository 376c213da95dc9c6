using System.Text.Json;
using Diary.Cryptography;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.Silo.Tests.Erasure;

/// <summary>Someone with two entries, of which one is to be purged, and all that is held: a password, and for E2E a device.</summary>
internal sealed class Diarist : IDisposable
{
    public const string Password = DiaryClient.Password;

    private Diarist(string email, Guid account, E2EDevice? device) => (Email, Account, Device) = (email, account, device);

    public string Email { get; }

    public Guid Account { get; }

    /// <summary>Null for UCE.</summary>
    public E2EDevice? Device { get; }

    public Guid Purged { get; } = Guid.CreateVersion7();

    public Guid Kept { get; } = Guid.CreateVersion7();

    /// <summary>The texts of an entry in the order of its versions.</summary>
    public IReadOnlyList<string> Texts(Guid entry) => entry == Purged ? [$"First of {entry}", $"Second of {entry}"] : [$"Kept {entry}"];

    /// <summary>Signs up and writes.</summary>
    public static async Task<Diarist> SignUp(SiloProcess silo, Tier tier)
    {
        using var client = silo.Client();
        Diarist diarist;
        if (tier == Tier.Uce)
        {
            var id = (await client.SignUp()).GetProperty("account").GetProperty("id").GetGuid();
            diarist = new Diarist(client.Email, id, null);
        }
        else
        {
            var device = await E2EDevice.SignUp(client, withBundle: true);
            diarist = new Diarist(device.Email, device.Id, device);
            client.Sealing = new E2ESealing(device.On(client));
        }

        await client.CreateEntry(diarist.Purged, new { body = diarist.Texts(diarist.Purged)[0] });
        await client.EditEntry(diarist.Purged, 1, new { body = diarist.Texts(diarist.Purged)[1] });
        await client.CreateEntry(diarist.Kept, new { body = diarist.Texts(diarist.Kept)[0] });
        return diarist;
    }

    /// <summary>A client that is signed in by the password, and opens what it gets.</summary>
    public async Task<DiaryClient> SignIn(SiloProcess silo)
    {
        var client = silo.Client();
        client.Use((await TrySignIn(client)).GetProperty("session"));
        client.Sealing = Device is null ? null : new E2ESealing(Device.On(client));
        return client;
    }

    /// <summary>The answer to the password.</summary>
    public async Task<JsonElement> TrySignIn(DiaryClient client) =>
        Device is null ? await client.SignIn(Email) : await Device.On(client).SignIn();

    /// <summary>What proves who it is.</summary>
    public async Task<object> Credential(DiaryClient client) =>
        Device is null ? new { password = Password } : await Device.On(client).Current();

    /// <summary>What the user keeps of an account's keys, whatever the server does: of UCE none.</summary>
    public X25519PrivateKey? PrivateKey => Device?.Keys;

    /// <inheritdoc/>
    public void Dispose() => Device?.Keys.Dispose();
}
