using System.ComponentModel;
using Diary.GraphQL.Erasure;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL;

public sealed partial class Mutation
{
    /// <summary>Deletes the account that asks.</summary>
    [Authorize, Credential]
    [Description("Destroys the account's keys at once and its data in the background; answers with a receipt.")]
    public static Task<DeleteAccountPayload> DeleteAccount(
        IResolveFieldContext context, DeleteAccountInput input, [FromServices] DeletionDesk desk, CancellationToken cancellation) =>
        desk.Delete(context.Session<DiarySession>(), input, cancellation);
}
