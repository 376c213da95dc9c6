using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// A silo that is killed, by kill -9, in the midst of a command, and started again on what it left: one data folder for all tests of a
/// class, each with an account of its own.
/// </summary>
public sealed class KilledSilo : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new("killed");
    private SiloProcess? _silo;

    /// <summary>Kills the silo at one step of a command, and goes on with a client of the next process.</summary>
    /// <param name="step">The write.</param>
    /// <param name="moment">Before it, or when it is committed.</param>
    /// <param name="before">What the command needs.</param>
    /// <param name="command">What is killed.</param>
    /// <param name="after">What must hold then.</param>
    internal async Task Run(Step step, Moment moment, Func<DiaryClient, Task> before, Func<DiaryClient, Task<JsonElement>> command,
        Func<DiaryClient, Task> after)
    {
        _silo ??= await SiloProcess.Start(_folder.Path);
        using (var client = _silo.Client())
        {
            await before(client);
            await using var point = await KillPoint.Before(_folder.Path, step);
            var killed = Assert.ThrowsAnyAsync<Exception>(() => command(client));
            await Task.WhenAny(point.IsReached(), killed).Unwrap()
                .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            if (moment == Moment.Committed)
            {
                await point.Commit().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            }

            Assert.False(killed.IsCompleted);
            await using var dying = _silo;
            _silo = null;
            await dying.Kill();
            await killed;
        }

        _silo = await SiloProcess.Start(_folder.Path);
        using var next = _silo.Client();
        await after(next);
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
        {
            await using var last = _silo;
            Assert.Equal(0, await last.Interrupt());
        }

        _folder.Dispose();
    }
}

/// <summary>Someone of either tier, before and after a kill.</summary>
internal sealed class Survivor(Tier tier)
{
    private E2EDevice? _device;

    public string Email { get; private set; } = "";

    /// <summary>The tokens of the first session.</summary>
    public (string Access, string Refresh) Tokens { get; private set; }

    /// <summary>What is presented of the codes of the sign-up.</summary>
    public IReadOnlyList<object> Codes { get; private set; } = [];

    public async Task SignUp(DiaryClient client)
    {
        if (tier == Tier.Uce)
        {
            Codes = Printed(await client.SignUp());
            Email = client.Email;
        }
        else
        {
            _device = await E2EDevice.SignUp(client);
            Codes = [.. _device.Codes.Select(Present)];
            Email = _device.Email;
        }

        Tokens = (client.AccessToken, client.RefreshToken);
        Open(client);
    }

    /// <summary>Has a client seal and open as the tier wants it.</summary>
    public void Open(DiaryClient client) => client.Sealing ??= _device is null ? null : new E2ESealing(_device.On(client));

    public async Task<object> Current(DiaryClient client, string password = DiaryClient.Password) =>
        _device is null ? new { password } : await _device.On(client).Current(password);

    public (object Credential, byte[]? Bundle) Next(string password) =>
        _device is null ? (new { password }, null) : _device.Next(password);

    /// <summary>Ten codes as an E2E client makes them, and what is presented of them; for UCE the server makes them.</summary>
    public (object? Given, IReadOnlyList<object> Presented) MakeCodes() =>
        _device is null ? (null, []) : (_device.MakeCodes(), [.. _device.Codes.Select(Present)]);

    public async Task<JsonElement> SignIn(DiaryClient client, string password = DiaryClient.Password) =>
        await client.SignIn(Email, await Current(client, password));

    /// <summary>The codes in an answer, as they are presented.</summary>
    public static IReadOnlyList<object> Printed(JsonElement payload) =>
        [.. payload.GetProperty("recoveryCodes").EnumerateArray().Select(object (c) => new { code = c.GetString() })];

    private object Present(Diary.Cryptography.RecoveryCode code) => new { verifier = _device!.Verifier(code) };
}

/// <summary>What the tests after a kill look at.</summary>
internal static class Survival
{
    /// <summary>The problems of a payload: code and field.</summary>
    public static string Problems(JsonElement payload) => string.Join(", ", payload.GetProperty("problems").EnumerateArray()
        .Select(p => $"{p.GetProperty("code").GetString()} {p.GetProperty("field").GetString()}"));

    /// <summary>The text of an entry.</summary>
    public static async Task<string?> Body(this DiaryClient client, Guid entry) =>
        (await client.Data($"{{ entry(id: \"{entry}\") {{ content {{ ... on PlainContent {{ body }} }} }} }}"))
            .GetProperty("entry").GetProperty("content").GetProperty("body").GetString();

    /// <summary>How often the audit log has an action.</summary>
    public static async Task<int> Told(this DiaryClient client, string action) =>
        (await client.Data("{ auditLog { nodes { action } } }")).GetProperty("auditLog").GetProperty("nodes").EnumerateArray()
            .Count(n => n.GetProperty("action").GetString() == action);

    /// <summary>The other sessions of the account.</summary>
    public static async Task<IReadOnlyList<Guid>> Others(this DiaryClient client) =>
    [
        .. (await client.Data("{ me { sessions { id current } } }")).GetProperty("me").GetProperty("sessions").EnumerateArray()
            .Where(s => !s.GetProperty("current").GetBoolean()).Select(s => s.GetProperty("id").GetGuid()),
    ];
}
