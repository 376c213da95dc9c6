using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Diary.GraphQL.Execution;

namespace Diary.GraphQL.Paging;

/// <summary>
/// A position in a list by key, opaque to clients: 26 bytes as base64url without padding. A version (1 byte, 1), the list and order
/// that it belongs to (1 byte), the key that the list is ordered by (8 bytes, big-endian) and the id that breaks ties (16 bytes).
/// It grants nothing: rows are still read by owner.
/// </summary>
/// <param name="List">Which list in which order; each noun numbers its own, and a cursor of another is refused.</param>
/// <param name="Key">The ordering key, such as a day number, ticks, a version or the bits of a score.</param>
/// <param name="Tie">What breaks ties between equal keys.</param>
public sealed record Cursor(byte List, long Key, Guid Tie)
{
    private const byte Version = 1;
    private const int Size = 26;
    private const int TextSize = 35;

    /// <summary>The cursor as clients see it.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Version;
        bytes[1] = List;
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], Key);
        Tie.TryWriteBytes(bytes[10..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor of <paramref name="list"/>; null text is null.</summary>
    /// <param name="text">What the client sent.</param>
    /// <param name="list">The list that it must belong to.</param>
    /// <param name="argument">The argument that it stood in, for the error.</param>
    /// <exception cref="DiaryError">INVALID_CURSOR: the text is no cursor of that list.</exception>
    public static Cursor? Parse(string? text, byte list, string argument = "after") => text is null ? null
        : TryParse(text, out var cursor) && cursor.List == list ? cursor
        : throw Invalid(argument);

    /// <summary>INVALID_CURSOR: what stood in <paramref name="argument"/> is no cursor of the list.</summary>
    internal static DiaryError Invalid(string argument) =>
        new DiaryError(ErrorCodes.InvalidCursor, $"The argument '{argument}' is no cursor of this list.").With("argument", argument);

    private static bool TryParse(string text, [NotNullWhen(true)] out Cursor? cursor)
    {
        cursor = null;
        Span<byte> bytes = stackalloc byte[Size];
        if (text.Length != TextSize || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var written)
            || written != Size || bytes[0] != Version)
            return false; // TryDecodeFromChars throws on bad text, so validity is asked first
        cursor = new Cursor(bytes[1], BinaryPrimitives.ReadInt64BigEndian(bytes[2..]), new Guid(bytes[10..], bigEndian: true));
        return string.Equals(cursor.ToString(), text, StringComparison.Ordinal);
    }
}
