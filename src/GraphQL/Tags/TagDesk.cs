using Diary.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Grains;
using Diary.GraphQL.Entries;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Sessions;
using Diary.Projections.Entries;
using Refusal = Diary.GraphQL.Problems.Refusal;

namespace Diary.GraphQL.Tags;

/// <summary>Renames tags: every entry that carries one is told by its own grain, and the journal commits many at once.</summary>
public sealed class TagDesk(IGrainFactory grains, TagReader tags, TimeProvider clock)
{
    private const int AtOnce = 64; // as many as one commit takes
    private const int PageSize = 512;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Below the limit of a request: the client is told to go on instead of that it took too long.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Renames. It may be cut off anywhere: an entry that was reached does not carry the tag, or that spelling of it, any more, so that the
    /// same request does what is left.
    /// </summary>
    /// <exception cref="UnavailableException">There is more to do, or the database did not answer: send the request again.</exception>
    public async Task<TagsPayload> Rename(DiarySession caller, string from, string to, CancellationToken cancellation)
    {
        if (Flaws(caller, from, to) is { Count: > 0 } problems)
        {
            return new TagsPayload(null, problems);
        }

        var (index, name) = (caller.Keys.Index, to.Trim());
        var (old, token) = (new Bytes(index.TagToken(from)), new Bytes(index.TagToken(name)));
        var tag = new SealedTag(token, new Bytes(SealedName.Seal(index.TagNameKey, caller.Account.Value, token.Span, name)));
        var command = new EntryCommand.Retag(old, tag, caller.Id);
        var start = clock.GetTimestamp();
        var (found, full) = (false, false);
        TagCarrier? last = null;
        while (await tags.Carriers(caller.Account, old, last, PageSize, cancellation) is { Count: > 0 } carriers)
        {
            (found, last) = (true, carriers[^1]);
            var others = carriers.Where(c => old != token || ContentBox.Tag(caller.Keys, token, c.SealedName).Name != name);
            foreach (var chunk in others.Chunk(AtOnce))
            {
                if (clock.GetElapsedTime(start) > Budget)
                {
                    throw new UnavailableException(Pause);
                }

                full |= (await Task.WhenAll(chunk.Select(c => IsFull(caller.Account, c.Entry, command)))).Any(f => f);
            }
        }

        return !found ? new TagsPayload(null, [new Refusal(ProblemCode.NotFound, "No entry carries this tag.", "from")])
            : full ? new TagsPayload(null, [new Refusal(ProblemCode.LimitReached,
                $"Some entries have {EntryDecider.MaxVersions} versions, which is as many as one may have, and keep the tag.", "from")])
            : new TagsPayload([.. (await tags.All(caller.Account, cancellation))
                .Select(t => ContentBox.Tag(caller.Keys, t.Token, t.SealedName, t.EntryCount))], []);
    }

    private static List<IProblem> Flaws(DiarySession caller, string from, string to)
    {
        var problems = new List<IProblem>();
        if (caller.Keys.Tier == Domain.Accounts.Tier.E2E)
        {
            problems.Add(new Refusal(
                ProblemCode.TierMismatch, "The server knows no names of an E2E account: its client tags the entries anew."));
            return problems;
        }

        foreach (var (field, name) in new[] { (nameof(from), from), (nameof(to), to) })
        {
            Text.Check(problems, field, name, EntryChecks.LongestTag, 1);
            if (Text.IsWellFormed(name) && AutoTag.IsReserved(name))
            {
                Text.Refuse(problems, field, "begins like a tag that only the system sets.");
            }
        }

        return problems;
    }

    /// <summary>Tells one entry; whether it can have no further version. One that is purged meanwhile carries nothing any more.</summary>
    private async Task<bool> IsFull(AccountId account, EntryId entry, EntryCommand.Retag command)
    {
        var receipt = await grains.Entry(account, entry).Execute(command);
        return receipt.RetryAfter is { } retryAfter ? throw new UnavailableException(retryAfter)
            : receipt.Refusal is { Reason: RefusalReason.TooManyVersions };
    }
}
