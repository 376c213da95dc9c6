using System.Text;
using System.Text.Json;
using Diary.Cryptography;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Accounts;

/// <summary>The owner of an account of either tier: the same commands, with what each tier proves itself by.</summary>
internal sealed class Owner : IDisposable
{
    private const string WrongPassword = "not that horse but another";

    private readonly E2EDevice? _device;
    private readonly IReadOnlyList<object> _codes;

    private Owner(DiaryClient client, E2EDevice? device, Guid account, IReadOnlyList<object> codes) =>
        (Client, _device, Account, _codes) = (client, device, account, codes);

    /// <summary>What it talks through.</summary>
    public DiaryClient Client { get; }

    /// <summary>The account.</summary>
    public Guid Account { get; }

    /// <summary>The address.</summary>
    public string Email => _device?.Email ?? Client.Email;

    /// <summary>The session that it uses, which is not the account's first.</summary>
    public string Session { get; private set; } = "";

    private Tier Tier => _device is null ? Tier.Uce : Tier.E2E;

    /// <summary>Signs up, and signs in once more.</summary>
    public static async Task<Owner> SignUp(DiaryServer server, Tier tier, string? email = null)
    {
        var client = server.Client();
        Owner owner;
        if (tier == Tier.Uce)
        {
            var payload = await client.SignUp(email);
            owner = new Owner(client, null, payload.At("account.id").GetGuid(),
                [.. RecoverTests.Codes(payload).Select(object (code) => new { code })]);
        }
        else
        {
            var device = E2EDevice.Fresh(client, email);
            client.Use((await device.SignUp(device.SignUpInput())).At("session"));
            client.Sealing = new E2ESealing(device);
            owner = new Owner(client, device, device.Id, [.. device.Codes.Select(object (c) => new { verifier = device.Verifier(c) })]);
        }

        await owner.GoOn(await owner.SignIn());
        return owner;
    }

    /// <summary>Signs in; the payload.</summary>
    public Task<JsonElement> SignIn(bool isRight = true) => SignIn("test", isRight);

    /// <summary>Signs in on a device of another name; the payload.</summary>
    public async Task<JsonElement> SignIn(string device, bool isRight = true) =>
        await Client.SignIn(Email, await Credential(isRight), device);

    /// <summary>Sets the password; the payload.</summary>
    public async Task<JsonElement> ChangePassword(string next, bool isRight = true) =>
        await Client.ChangePassword(await Credential(isRight), Next(next));

    /// <summary>A change that can be sent more than once, as after a reply that was lost.</summary>
    public async Task<Func<Task<JsonElement>>> ChangingPassword(string next)
    {
        var (current, credential) = (await Credential(), Next(next));
        return () => Client.ChangePassword(current, credential);
    }

    /// <summary>Spends a recovery code for another password, and can do so again.</summary>
    public Func<bool, Task<JsonElement>> Recovering(string next)
    {
        var credential = Next(next);
        return isRight => Client.Recover(Email, isRight ? _codes[0] : WrongCode, credential);
    }

    /// <summary>Reads the bundle of the second code, or of one that it has not.</summary>
    public Task<JsonElement> RecoveryBundle(bool isRight = true) =>
        Client.RecoveryBundle(Email, isRight && _device is not null ? _device.Verifier(_device.Codes[1]) : new byte[32]);

    /// <summary>Replaces the codes, and can do so again: E2E by the same ones.</summary>
    public async Task<Func<bool, Task<JsonElement>>> ReplacingCodes()
    {
        var (right, wrong, codes) = (await Credential(), await Credential(isRight: false), _device?.MakeCodes());
        return isRight => Client.ReplaceRecoveryCodes(isRight ? right : wrong, codes);
    }

    /// <summary>Deletes the account; the payload.</summary>
    public async Task<JsonElement> Delete(bool isRight = true) => (await Client.Data(
        "mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { problems { __typename code message field "
        + "... on Locked { retryAt } } } }",
        new { input = new { credential = await Credential(isRight) } })).At("deleteAccount");

    /// <summary>Uses a session from now on.</summary>
    public async Task GoOn(JsonElement payload)
    {
        Assert.Equal("", payload.Problems());
        Client.Use(payload.At("session"));
        Session = (await Client.Data("{ me { sessions { id current } } }")).At("me.sessions").EnumerateArray()
            .Single(s => s.At("current").GetBoolean()).Text("id")!;
    }

    /// <summary>The lines of the audit log about an action, newest first: the session, the device and the detail.</summary>
    public async Task<IReadOnlyList<(string? Session, string? Device, string? Detail)>> Lines(string action) =>
        [.. (await Client.Data("{ auditLog { nodes { action session device detail sealedDetail } } }")).At("auditLog.nodes")
            .EnumerateArray().Where(r => r.Text("action") == action).Select(Line)];

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private object WrongCode => Tier == Tier.Uce ? new { code = RecoveryCode.Generate().Print() } : new { verifier = new byte[32] };

    private async Task<object> Credential(bool isRight = true) => _device is null
        ? new { password = isRight ? DiaryClient.Password : WrongPassword }
        : isRight ? await _device.Current() : new { authKey = new { key = new byte[32] } };

    private object Next(string password) => _device is null ? new { password } : _device.Next(password).Credential;

    private (string? Session, string? Device, string? Detail) Line(JsonElement record)
    {
        if (_device is null)
        {
            return (record.Text("session"), record.Text("device"), record.Text("detail"));
        }

        Assert.True(SealedNote.TryOpen(_device.Keys, Account, record.At("sealedDetail").GetBytesFromBase64(), out var note));
        var text = JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(note));
        return (record.Text("session"), Text("device"), Text("detail"));

        string? Text(string name) => text.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
