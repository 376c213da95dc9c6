using Diary.Domain.Accounts;
using Diary.Grains.Accounts;
using Diary.GraphQL.Keys;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Sessions;

namespace Diary.GraphQL.Accounts;

/// <summary>Changes what an account is set to. The last one wins: a setting depends on no version.</summary>
public sealed class SettingsDesk(IGrainFactory grains, UnlockedAccounts unlocked)
{
    /// <summary>Changes what is given and keeps the rest; what stands already is no change.</summary>
    public async Task<AccountPayload> Update(DiarySession session, UpdateSettingsInput input, CancellationToken cancellation)
    {
        var problems = new List<IProblem>();
        Text.CheckTimeZone(problems, "input.timeZone", input.TimeZone);
        var language = input.Language is { } code ? DiaryLanguage.Find(code) : null;
        if (input.Language is not null && language is null)
        {
            Text.Refuse(problems, "input.language", $"must be one of {string.Join(", ", DiaryLanguage.All)}, or null.");
        }

        if (problems.Count > 0)
        {
            return new AccountPayload(null, problems);
        }

        var command = new AccountCommand.ChangeSettings(input.TimeZone, input.SetsLanguage, language, session.Id);
        return await AccountCommands.Settle(async () =>
        {
            if (!await grains.TryExecute(session.Account, command, AccountSlots.None, audit: null))
            {
                return null;
            }

            unlocked.Forget(session.Account); // this silo's other sessions
            var fresh = await session.Reopen(unlocked, cancellation);
            return new AccountPayload(new AccountNode(fresh.Account), []);
        });
    }
}
