using Diary.Domain.Entries;

namespace Diary.Grains.Entries;

/// <summary>One entry of one account: the only writer of its stream. Its key is the entry's id and, as extension, the account's.</summary>
[Alias("IEntryGrain")]
public interface IEntryGrain : IGrainWithGuidCompoundKey
{
    /// <summary>Decides the command and, where something happened, answers once it is on disk.</summary>
    /// <param name="command">What is asked; its capsule is a vault record already.</param>
    [Alias("Execute")]
    Task<Receipt> Execute(EntryCommand command);
}
