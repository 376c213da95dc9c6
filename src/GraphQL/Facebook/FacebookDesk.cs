using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Facebook;
using Diary.Grains;
using Diary.Grains.Facebook;
using Diary.GraphQL.Audit;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Jobs;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Sessions;
using Diary.Integrations.Facebook;
using Diary.Projections.Facebook;
using Microsoft.Extensions.Logging;
using Refusal = Diary.GraphQL.Problems.Refusal;

namespace Diary.GraphQL.Facebook;

/// <summary>Connects an account to Facebook and ends that, and says what is brought from there.</summary>
public sealed partial class FacebookDesk(IGrainFactory grains, FacebookApp app, Consents consents, FacebookVault vault,
    ConnectionReader connections, AuditNotes notes, ILogger<FacebookDesk> log)
{
    private const int LongestUrl = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The caller's connection; null where there never was one.</summary>
    public async Task<FacebookAccountNode?> Find(DiarySession caller, CancellationToken cancellation) =>
        await connections.Find(caller.Account, cancellation) is { } connection
            ? new FacebookAccountNode(connection, await Grain(caller).Activity(), await vault.Open(caller.Account, cancellation),
                await grains.GetGrain<IFacebookLimitGrain>(0).PausedUntil() is not null)
            : null;

    /// <summary>Where the caller's browser goes to consent.</summary>
    public async Task<ConnectFacebookPayload> Connect(
        DiarySession caller, ConnectFacebookInput input, CancellationToken cancellation)
    {
        if (app.Client is not { } client)
        {
            return new ConnectFacebookPayload(null, [NotSupported]);
        }

        var problems = new List<IProblem>();
        CheckReturnUrl(problems, input.ReturnUrl);
        var (pulls, publishes) = (input.Pull ?? true, input.Publish ?? false);
        if (!pulls && !publishes)
        {
            Text.Refuse(problems, "input.pull", "or input.publish must be true.");
        }

        if (problems.Count > 0)
        {
            return new ConnectFacebookPayload(null, problems);
        }

        var before = await connections.Find(caller.Account, cancellation);
        var dialog = await consents.Ask(caller, client, input.ReturnUrl, pulls, publishes, again: before is not null, cancellation);
        return new ConnectFacebookPayload(dialog.AbsoluteUri, []);
    }

    /// <summary>Ends the connection: here always, at Facebook where that can be reached.</summary>
    public async Task<FacebookPayload> Disconnect(DiarySession caller, CancellationToken cancellation)
    {
        await Revoke(caller.Account, cancellation);
        var problem = Problem(await Grain(caller).Execute(new ConnectionCommand.Disconnect(DisconnectReason.Asked, caller.Id), Bytes.Empty,
            notes.Of(AuditAction.FacebookDisconnected, caller)));
        return new FacebookPayload(await Find(caller, cancellation), problem is null ? [] : [problem]);
    }

    /// <summary>Says whether and how often posts are brought.</summary>
    public async Task<FacebookPayload> Configure(
        DiarySession caller, ConfigureFacebookInput input, CancellationToken cancellation)
    {
        var minutes = input.EveryMinutes ?? Connection.DefaultMinutes;
        if (minutes is < Connection.LeastMinutes or > Connection.MostMinutes)
        {
            return new FacebookPayload(null, [new Refusal(ProblemCode.Invalid,
                $"input.everyMinutes must be from {Connection.LeastMinutes} to {Connection.MostMinutes}.", "input.everyMinutes")]);
        }

        var problem = app.Client is null ? NotSupported : Problem(
            await Grain(caller).Execute(new ConnectionCommand.Configure(input.Pull, minutes, caller.Id), Bytes.Empty, audit: null));
        return problem is null ? new FacebookPayload(await Find(caller, cancellation), []) : new FacebookPayload(null, [problem]);
    }

    /// <summary>Has posts brought now; where that is under way, the same job.</summary>
    public async Task<JobPayload> Pull(DiarySession caller, DateOnly? since) =>
        app.Client is null ? new JobPayload(null, [NotSupported])
        : await Grain(caller).Pull(caller.Id, since) is { } job ? new JobPayload(new JobNode(job), [])
        : new JobPayload(null, [NotConnected]);

    private async Task Revoke(AccountId account, CancellationToken cancellation)
    {
        if (app.Client is not { } client || await vault.Open(account, cancellation) is not { } secrets)
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await client.Login.Revoke(secrets.Token, patience.Token);
        }
        catch (Exception e) when (e is GraphException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            LogNotRevoked((e as GraphException)?.Fault ?? GraphFault.Unavailable);
        }
    }

    private static void CheckReturnUrl(List<IProblem> problems, string url)
    {
        const string field = "input.returnUrl";
        Text.Check(problems, field, url, LongestUrl, 1);
        if (problems.Count == 0 && (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.UserInfo.Length > 0
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))))
        {
            Text.Refuse(problems, field, "must be an https address, or http on this machine, without a user's name in it.");
        }
    }

    private static Refusal? Problem(Receipt receipt) =>
        receipt.RetryAfter is { } pause ? throw new UnavailableException(pause) : receipt.Refusal is null ? null : NotConnected;

    private IFacebookGrain Grain(DiarySession caller) => grains.GetGrain<IFacebookGrain>(caller.Account.Value);

    internal static Refusal NotConnected =>
        new(ProblemCode.NotConnected, "The account is not connected to Facebook: connect it first.", null);

    internal static Refusal NotSupported =>
        new(ProblemCode.NotSupported, "This server has no Meta app of its own, so that it cannot be connected to Facebook.", null);

    [LoggerMessage(EventId = 3403, Level = LogLevel.Warning,
        Message = "A consent could not be taken back at Facebook ({Fault}); here it is forgotten")]
    private partial void LogNotRevoked(GraphFault fault);
}
