using Diary.Domain;

namespace Diary.Grains;

/// <summary>How a command ended: the version that stands now, or why nothing changed.</summary>
/// <param name="Version">The stream's current version; 0 where there is none.</param>
/// <param name="Refusal">Why the command was refused; null where it was not.</param>
/// <param name="RetryAfter">Set where the database did not answer: nothing is known, and the same command may be sent again then.</param>
[GenerateSerializer, Immutable, Alias("Receipt")]
public sealed record Receipt(int Version, Refusal? Refusal = null, TimeSpan? RetryAfter = null);
