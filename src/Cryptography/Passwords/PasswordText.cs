using System.Security.Cryptography;
using System.Text;

namespace Diary.Cryptography;

// Unicode normalisation form KC: UAX #15. The same password typed on two keyboards is the same bytes.

/// <summary>A password in form NFKC as UTF-8, without a managed string in between.</summary>
internal static class PasswordText
{
    // NFKC makes of one character at most 18.
    private const int MaxRawLength = 4096;

    /// <summary>The characters (Unicode scalar values) after NFKC, or -1 for ill-formed UTF-16 and what is far too long.</summary>
    public static int CountCharacters(ReadOnlySpan<char> password)
    {
        if (password.Length > MaxRawLength || !IsWellFormed(password))
        {
            return -1;
        }

        var utf8 = ToUtf8(password);
        var count = 0;
        foreach (var b in utf8)
        {
            count += (b & 0xC0) == 0x80 ? 0 : 1;    // one leading byte a character
        }

        CryptographicOperations.ZeroMemory(utf8);
        return count;
    }

    /// <summary>The bytes that are hashed, in pinned memory. The caller zeroes them.</summary>
    /// <exception cref="ArgumentException">Ill-formed UTF-16, or longer than 4,096.</exception>
    public static byte[] ToUtf8(ReadOnlySpan<char> password)
    {
        if (password.Length > MaxRawLength || !IsWellFormed(password))
        {
            throw new ArgumentException("A password is well-formed text of at most 4,096 units.", nameof(password));
        }

        var normalized = GC.AllocateUninitializedArray<char>(password.GetNormalizedLength(NormalizationForm.FormKC), pinned: true);
        try
        {
            if (!password.TryNormalize(normalized, out var length, NormalizationForm.FormKC))
            {
                throw new InvalidOperationException("A normalised length has changed.");
            }

            var utf8 = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(normalized, 0, length), pinned: true);
            Encoding.UTF8.GetBytes(normalized, 0, length, utf8, 0);
            return utf8;
        }
        finally
        {
            Array.Clear(normalized);
        }
    }

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        // U+FFFE is no character, no keyboard has it, and Normalize refuses it.
        if (text.Contains('\uFFFE'))
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            text = text[consumed..];
        }

        return true;
    }
}
