using System.Text.Json;
using Diary.Domain.Accounts;
using Diary.GraphQL.Tests.Accounts;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Sessions;

/// <summary>Every field that takes a credential waits after wrong ones, as signing in does.</summary>
public sealed class ThrottledCommandTests(DiaryFixture diary) : IAsyncLifetime
{
    private readonly MovableClock _clock = new(standsStill: true);
    private DiaryServer? _server;

    private DiaryServer Server => _server ?? throw new InvalidOperationException("The server was not started");

    [Theory]
    [InlineData("signIn", Tier.Uce)]
    [InlineData("signIn", Tier.E2E)]
    [InlineData("recover", Tier.Uce)]
    [InlineData("recover", Tier.E2E)]
    [InlineData("recoveryBundle", Tier.E2E)]
    [InlineData("changePassword", Tier.Uce)]
    [InlineData("changePassword", Tier.E2E)]
    [InlineData("replaceRecoveryCodes", Tier.Uce)]
    [InlineData("replaceRecoveryCodes", Tier.E2E)]
    [InlineData("deleteAccount", Tier.Uce)]
    [InlineData("deleteAccount", Tier.E2E)]
    public async Task After_five_wrong_ones_even_the_right_one_waits_as_long_as_it_is_told(string field, Tier tier)
    {
        using var owner = await Owner.SignUp(Server, tier);
        var attempt = await Attempts(owner, field);
        await GuessUntilLocked(attempt);
        var locked = await attempt(true);
        Assert.Equal(("Locked", "LOCKED"), (locked.Text("problems.0.__typename"), locked.Problems()));
        var wait = locked.At("problems.0.retryAt").GetDateTimeOffset() - _clock.GetUtcNow();
        Assert.InRange(wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2));
        _clock.Move(wait);
        Assert.Equal("", (await attempt(true)).Problems());
    }

    [Theory]
    [InlineData("changePassword")]
    [InlineData("replaceRecoveryCodes")]
    [InlineData("deleteAccount")]
    public async Task A_thief_of_a_token_who_guesses_with_it_locks_nobody_out_of_signing_in(string field)
    {
        using var owner = await Owner.SignUp(Server, Tier.Uce);
        await GuessUntilLocked(await Attempts(owner, field));
        Assert.Equal("", (await owner.SignIn()).Problems());
        Assert.Equal("", (await owner.Recovering("seven purple elephants knit")(true)).Problems());
    }

    [Theory]
    [InlineData("signIn", Tier.Uce)]
    [InlineData("recover", Tier.Uce)]
    [InlineData("recoveryBundle", Tier.E2E)]
    public async Task A_stranger_who_guesses_for_the_address_keeps_no_signed_in_owner_from_anything(string field, Tier tier)
    {
        using var owner = await Owner.SignUp(Server, tier);
        await GuessUntilLocked(await Attempts(owner, field));
        Assert.Equal("LOCKED", (await owner.SignIn()).Problems());
        foreach (var other in new[] { "replaceRecoveryCodes", "changePassword" })
        {
            Assert.Equal("", (await (await Attempts(owner, other))(true)).Problems());
        }
    }

    public async ValueTask InitializeAsync() => _server = await diary.StartServer(_clock);

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    private static async Task GuessUntilLocked(Func<bool, Task<JsonElement>> attempt)
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.StartsWith("WRONG_CREDENTIAL ", (await attempt(false)).Problems(), StringComparison.Ordinal);
        }

        Assert.Equal("LOCKED", (await attempt(false)).Problems());
    }

    /// <summary>A field's call with the right or a wrong credential.</summary>
    private static async Task<Func<bool, Task<JsonElement>>> Attempts(Owner owner, string field) => field switch
    {
        "signIn" => owner.SignIn,
        "recover" => owner.Recovering("seven purple elephants knit"),
        "recoveryBundle" => owner.RecoveryBundle,
        "changePassword" => isRight => owner.ChangePassword("seven purple elephants knit", isRight),
        "replaceRecoveryCodes" => await owner.ReplacingCodes(),
        "deleteAccount" => owner.Delete,
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
