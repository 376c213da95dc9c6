using Diary.Domain;
using Diary.Grains.Sessions;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Problems;

namespace Diary.GraphQL.Sessions;

/// <summary>
/// Where every credential passes before it is checked: after a few wrong ones for an account, or many from an address, there is a wait that
/// grows, over the whole cluster. Addresses that have no account are counted alike.
/// </summary>
public sealed class AttemptGate(IGrainFactory grains, ServerKeys keys, ClientAddress client)
{
    /// <summary>
    /// Counts an attempt. Where <see cref="Attempt.Locked"/> is set, nothing may be checked; else use <see cref="Attempt.Check"/>.
    /// </summary>
    /// <param name="emailIndex">Of the address that was given or that the account has, from <see cref="ServerKeys.EmailIndex"/>.</param>
    public async Task<Attempt> Enter(Bytes emailIndex)
    {
        var address = Grain(IAttemptGrain.ForAddress, client.Party);
        if (await address.Enter() is { } addressUntil)
        {
            return new Attempt([], Locked.Until(addressUntil));
        }

        var account = Grain(IAttemptGrain.ForAccount, emailIndex.Span);
        var counted = new Attempt([address], null);
        try
        {
            if (await account.Enter() is not { } accountUntil)
            {
                return new Attempt([account, address], null);
            }

            await counted.Withdraw();
            return new Attempt([], Locked.Until(accountUntil));
        }
        catch (Exception e) when (ErrorMapping.IsDependencyAway(e))
        {
            await counted.Withdraw();
            throw;
        }
    }

    /// <summary>Counts an attempt and runs the check, unless too many wrong ones came before it.</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="party">The index of the address that was given; for someone who is signed in, <see cref="PartyOf"/>.</param>
    /// <param name="check">Looks at the credential, and does what it is needed for.</param>
    /// <param name="isRight">Whether the payload says that it was right.</param>
    /// <param name="refuse">The payload of the problem.</param>
    public Task<T> Try<T>(Bytes party, Func<Task<T>> check, Func<T, bool> isRight, Func<Locked, T> refuse) =>
        Try(party, _ => check(), isRight, refuse);

    /// <summary>The same for a check that goes on after it has found a credential wrong: it must say so to the attempt first.</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="party">As above.</param>
    /// <param name="check">Looks at the credential, and calls <see cref="Attempt.WasWrong"/> before it looks at another.</param>
    /// <param name="isRight">As above.</param>
    /// <param name="refuse">As above.</param>
    public async Task<T> Try<T>(Bytes party, Func<Attempt, Task<T>> check, Func<T, bool> isRight, Func<Locked, T> refuse)
    {
        var attempt = await Enter(party);
        return attempt.Locked is { } locked ? refuse(locked) : await attempt.Check(() => check(attempt), isRight);
    }

    /// <summary>Whom a signed-in session guesses for: counted apart, so that a thief of its token locks nobody out of signing in.</summary>
    public static Bytes PartyOf(DiarySession session) => new(session.Account.Value.ToByteArray(bigEndian: true));

    private IAttemptGrain Grain(string kind, ReadOnlySpan<byte> party) =>
        grains.GetGrain<IAttemptGrain>(kind + keys.Blind(kind, party));
}

/// <summary>One credential that is going to be checked. Whatever was checked and does not prove right counts as wrong.</summary>
public sealed class Attempt
{
    private readonly IReadOnlyList<IAttemptGrain> _counted;
    private bool _wasWrong;

    internal Attempt(IReadOnlyList<IAttemptGrain> counted, Locked? locked) => (_counted, Locked) = (counted, locked);

    /// <summary>The problem to answer with, where no credential is looked at now.</summary>
    public Locked? Locked { get; }

    /// <summary>
    /// Runs the check, and counts it as right where <paramref name="isRight"/> says so. Where a limit, a dependency that is away or the end
    /// of the request kept it from being made at all, it is not counted.
    /// </summary>
    /// <typeparam name="T">What the check answers.</typeparam>
    /// <remarks>
    /// Whoever hangs up gets no guess for nothing by it. A check that has found a credential wrong waits for nothing more that could be
    /// cut short, and its answer counts; or it has said <see cref="WasWrong"/>. So what is withdrawn was either not looked at yet, and then
    /// nobody can tell what it was, or it was right.
    /// </remarks>
    public async Task<T> Check<T>(Func<Task<T>> check, Func<T, bool> isRight)
    {
        try
        {
            var answer = await check();
            if (isRight(answer))
            {
                await Succeeded();
            }

            return answer;
        }
        catch (Exception e) when (!_wasWrong && (e is RateLimitedException or UnavailableException or OperationCanceledException
            || ErrorMapping.IsDependencyAway(e)))
        {
            await Withdraw();
            throw;
        }
    }

    /// <summary>A credential was found wrong, and another is looked at: from now on this attempt counts unless it proves right.</summary>
    public void WasWrong() => _wasWrong = true;

    /// <summary>The credential was right.</summary>
    public Task Succeeded() => Task.WhenAll(_counted.Select(c => c.Succeed()));

    /// <summary>The credential was not checked.</summary>
    public async Task Withdraw()
    {
        try
        {
            await Task.WhenAll(_counted.Select(c => c.Withdraw()));
        }
        catch (Exception e) when (ErrorMapping.IsDependencyAway(e))
        {
            // the grains have withdrawn it; what is kept of their counts follows with the next change
        }
    }
}
