using System.Text;

namespace Diary.Archives;

/// <summary>Texts as Facebook's download writes them: each byte of the UTF-8 as a character of its own.</summary>
internal static class FacebookText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text as it was meant; as it stands where it was right already.</summary>
    public static string Repair(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\u0080', '\u00FF') < 0 || text.AsSpan().IndexOfAnyExceptInRange('\0', '\u00FF') >= 0)
        {
            return text;
        }

        var bytes = Encoding.Latin1.GetBytes(text);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
        finally
        {
            Array.Clear(bytes);
        }
    }
}
