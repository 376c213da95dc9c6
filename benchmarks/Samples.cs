using System.Security.Cryptography;
using Diary.Domain;
using Diary.Domain.Entries;

namespace Diary.Benchmarks;

/// <summary>Sealed contents of the size that a 1 KiB text has, without the cost of sealing.</summary>
internal static class Samples
{
    private const int BodySize = 1100;
    private const int TermSize = 9;

    public static SealedDraft Draft(int terms) => new(
        new Bytes(RandomNumberGenerator.GetBytes(109)),
        new Bytes(RandomNumberGenerator.GetBytes(BodySize)),
        new ContentIndex(
            new Bytes(RandomNumberGenerator.GetBytes(32)),
            [new SealedTag(new Bytes(RandomNumberGenerator.GetBytes(16)), new Bytes(RandomNumberGenerator.GetBytes(61)))],
            Bytes.Empty,
            new Bytes(Terms(terms)),
            new Bytes(RandomNumberGenerator.GetBytes(32))));

    /// <summary>Words repeat: the terms are drawn from 20,000.</summary>
    private static byte[] Terms(int count)
    {
        var terms = new byte[count * TermSize];
        for (var i = 0; i < count; i++)
        {
            SHA256.HashData(BitConverter.GetBytes(Random.Shared.Next(20_000))).AsSpan(0, TermSize).CopyTo(terms.AsSpan(i * TermSize));
        }

        return terms;
    }
}
