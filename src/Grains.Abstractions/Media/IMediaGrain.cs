using Diary.Domain.Media;

namespace Diary.Grains.Media;

/// <summary>
/// One file of one account: the only writer of its stream. Its key is the file's id and, as extension, the account's.
/// </summary>
[Alias("IMediaGrain")]
public interface IMediaGrain : IGrainWithGuidCompoundKey
{
    /// <summary>Decides the command and, where something happened, answers once it is on disk.</summary>
    /// <param name="command">What is asked; the records in it are the vault's already.</param>
    [Alias("Execute")]
    Task<Receipt> Execute(MediaCommand command);
}
