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
        if (await account.Enter() is { } accountUntil)
        {
            await address.Withdraw();
            return new Attempt([], Locked.Until(accountUntil));
        }

        return new Attempt([account, address], null);
    }

    /// <summary>Counts an attempt and runs the check, unless too many wrong ones came before it.</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="party">The index of the address that was given; for someone who is signed in, <see cref="PartyOf"/>.</param>
    /// <param name="check">Looks at the credential, and does what it is needed for.</param>
    /// <param name="isRight">Whether the payload says that it was right.</param>
    /// <param name="refuse">The payload of the problem.</param>
    public async Task<T> Try<T>(Bytes party, Func<Task<T>> check, Func<T, bool> isRight, Func<Locked, T> refuse)
    {
        var attempt = await Enter(party);
        return attempt.Locked is { } locked ? refuse(locked) : await attempt.Check(check, isRight);
    }

    /// <summary>Whom a signed-in session guesses for: counted apart, so that a thief of its token locks nobody out of signing in.</summary>
    public static Bytes PartyOf(DiarySession session) => new(session.Account.Value.ToByteArray(bigEndian: true));

    private IAttemptGrain Grain(string kind, ReadOnlySpan<byte> party) =>
        grains.GetGrain<IAttemptGrain>(kind + keys.Blind(kind, party));
}

/// <summary>One credential that is going to be checked. Whatever does not prove right counts as wrong.</summary>
public sealed class Attempt
{
    private readonly IReadOnlyList<IAttemptGrain> _counted;

    internal Attempt(IReadOnlyList<IAttemptGrain> counted, Locked? locked) => (_counted, Locked) = (counted, locked);

    /// <summary>The problem to answer with, where no credential is looked at now.</summary>
    public Locked? Locked { get; }

    /// <summary>
    /// Runs the check, and counts it as right where <paramref name="isRight"/> says so. Where a limit or a dependency kept it from being
    /// made at all, it is not counted.
    /// </summary>
    /// <typeparam name="T">What the check answers.</typeparam>
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
        catch (Exception e) when (e is RateLimitedException or UnavailableException)
        {
            await Withdraw();
            throw;
        }
    }

    /// <summary>The credential was right.</summary>
    public Task Succeeded() => Task.WhenAll(_counted.Select(c => c.Succeed()));

    /// <summary>The credential was not checked.</summary>
    public Task Withdraw() => Task.WhenAll(_counted.Select(c => c.Withdraw()));
}
