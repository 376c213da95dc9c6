using System.Security.Cryptography;
using System.Text;

namespace Diary.Cryptography;

// term: first 9 bytes of HMAC(key of source and quarter, field | 0x00 | stem), field "title" or "body"
// word: first 9 bytes of HMAC(the same key, "word" | 0x00 | word)

/// <summary>
/// Makes the tokens of one source and quarter. Safe for use from many threads; good as long as its <see cref="BlindIndex"/>.
/// </summary>
public sealed class TermTokens
{
    /// <summary>The bytes of a token.</summary>
    public const int Size = 9;

    private const int UsualLength = 256;

    private readonly SymmetricKey _key;

    internal TermTokens(SymmetricKey key) => _key = key;

    /// <summary>Writes the token of a stem to the <see cref="Size"/> bytes of <paramref name="token"/>.</summary>
    public void Term(SearchField field, ReadOnlySpan<char> stem, Span<byte> token) =>
        Write(field is SearchField.Title ? "title\0"u8 : "body\0"u8, stem, token);

    /// <summary>
    /// Writes the token of a word as it is written, by which the vocabulary knows it, to the <see cref="Size"/> bytes of
    /// <paramref name="token"/>.
    /// </summary>
    public void Word(ReadOnlySpan<char> word, Span<byte> token) => Write("word\0"u8, word, token);

    private void Write(ReadOnlySpan<byte> prefix, ReadOnlySpan<char> text, Span<byte> token)
    {
        var most = prefix.Length + Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> message = most <= UsualLength ? stackalloc byte[UsualLength] : new byte[most];
        prefix.CopyTo(message);
        var length = prefix.Length + Encoding.UTF8.GetBytes(text, message[prefix.Length..]);

        using var key = new Scratch(stackalloc byte[SymmetricKey.Size]);
        _key.CopyTo(key.Bytes);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes, message[..length], hash);
        hash[..Size].CopyTo(token);
        CryptographicOperations.ZeroMemory(message[..length]);
    }
}
