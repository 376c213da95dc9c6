namespace Diary.Silo.Postgres.Binaries;

/// <summary>A folder that may hold the programs, and the libraries that they need beside the system's.</summary>
internal sealed record BinaryFolder(string Folder, string? Libraries = null);

/// <summary>What a source needs to know.</summary>
/// <param name="Options">The silo's settings.</param>
/// <param name="Major">The version that the existing data needs; null where any will do.</param>
/// <param name="Logger">Where downloads are announced.</param>
/// <param name="Clock">Paces the wait for another process that downloads.</param>
internal sealed record BinaryWish(EmbeddedPostgresOptions Options, int? Major, ILogger Logger, TimeProvider Clock);

/// <summary>A place to look for the programs; yields what is worth trying, the best first.</summary>
internal delegate IAsyncEnumerable<BinaryFolder> BinarySource(BinaryWish wish, CancellationToken cancel);
