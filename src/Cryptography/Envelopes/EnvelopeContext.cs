using System.Runtime.InteropServices;

namespace Diary.Cryptography;

/// <summary>What an envelope is bound to: it opens nowhere else.</summary>
/// <param name="AccountId">The owner.</param>
/// <param name="EntryId">The entry.</param>
/// <param name="Version">The entry's version that this content is; at least 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EnvelopeContext(Guid AccountId, Guid EntryId, int Version);
