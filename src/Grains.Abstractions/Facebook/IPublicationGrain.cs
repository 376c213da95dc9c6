using Diary.Domain;
using Diary.Domain.Facebook;
using Diary.Grains.Accounts;

namespace Diary.Grains.Facebook;

/// <summary>The publication of an entry on one page: the only writer of its stream and of its slot in the vault.</summary>
[Alias("IPublicationGrain")]
public interface IPublicationGrain : IGrainWithGuidCompoundKey
{
    /// <summary>Decides a command; its events, its slot and its audit line are committed together, or none of them.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="secrets">The slot's record from then on; empty where it stays as it is.</param>
    /// <param name="audit">The line for the audit log; null where the command needs none.</param>
    [Alias("Execute")]
    Task<Receipt> Execute(PublicationCommand command, Bytes secrets, AuditNote? audit);

    /// <summary>How it stands.</summary>
    [Alias("Find")]
    Task<PublicationStatus> Find();
}

/// <summary>How a publication stands.</summary>
/// <param name="State">As it says.</param>
/// <param name="IsThere">Whether it stands there, perhaps with an earlier text.</param>
/// <param name="SentAt">When it was sent last, where it is not known what became of it.</param>
/// <param name="PublishedAt">Since when it stands there.</param>
/// <param name="LookAgainAt">Not before then it is looked for again; null: at once.</param>
[GenerateSerializer, Immutable, Alias("PublicationStatus")]
public sealed record PublicationStatus(
    PublicationState State, bool IsThere, DateTimeOffset? SentAt, DateTimeOffset? PublishedAt, DateTimeOffset? LookAgainAt);
