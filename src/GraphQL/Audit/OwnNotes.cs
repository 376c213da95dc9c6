using Diary.Domain.Accounts;
using Diary.GraphQL.Keys;

namespace Diary.GraphQL.Audit;

/// <summary>Opens notes for their owner, while the owner is signed in. Of an E2E account the server opens none.</summary>
public sealed class OwnNotes
{
    /// <summary>The notes, each null where it does not open: those of an E2E account, and those of another.</summary>
    public Task<IReadOnlyList<byte[]?>> Open(UnlockedAccount owner, IReadOnlyList<byte[]> notes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<byte[]?> opened =
            owner.Tier == Tier.Uce ? [.. notes.Select(n => owner.OpenNote(n))] : new byte[]?[notes.Count];
        return Task.FromResult(opened);
    }
}
