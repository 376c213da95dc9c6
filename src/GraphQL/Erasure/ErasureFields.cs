using System.ComponentModel;
using Diary.Domain;
using Diary.GraphQL.Erasure;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Mutation
{
    /// <summary>Deletes the account that asks. The deletion ends the session of whoever lost its reply, and asks again.</summary>
    [Authorize, AllowEnded, Credential]
    [Description("Destroys the account's keys at once and its data in the background; answers with a receipt.")]
    public static async Task<DeleteAccountPayload> DeleteAccount(
        IResolveFieldContext context, DeleteAccountInput input, [FromServices] DeletionDesk desk, CancellationToken cancellation) =>
        context.Request().EndedAccount is { } ended && await desk.Deleted(new AccountId(ended), cancellation) is { } deleted
            ? deleted
            : await desk.Delete(context.Session<DiarySession>(), input, cancellation);
}
