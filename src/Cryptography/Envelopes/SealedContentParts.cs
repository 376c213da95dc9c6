namespace Diary.Cryptography;

/// <summary>The two parts of a sealed content: they are kept apart, and without its capsule a body is noise for ever.</summary>
/// <param name="Capsule">The wrapped content key: 64 bytes in suite 1, 84 in suites 2 and 3.</param>
/// <param name="Body">The header and the sealed text: at most 1 MiB.</param>
public sealed record SealedContentParts(byte[] Capsule, byte[] Body);
