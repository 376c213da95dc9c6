using System.Text;

namespace Diary.Cryptography;

// NFKC: Unicode normalisation form KC, UAX #15. Ill-formed UTF-16 becomes U+FFFD, as it does in UTF-8.
// Case: the invariant simple mappings, to upper and then to lower, so that letters with several forms meet (σ and ς, ſ and s).
// No culture is asked: İ and ı are not i. White space is what Unicode calls so (char.IsWhiteSpace).

/// <summary>Texts brought to one form before they are hashed, so that what a reader calls the same gives the same token.</summary>
internal static class FoldedText
{
    /// <summary>NFKC, case-folded, trimmed; as UTF-8.</summary>
    public static byte[] OfName(string name) => Encoding.UTF8.GetBytes(Fold(Nfkc(name)).Trim());

    /// <summary>NFKC, every run of white space one space, trimmed; case is kept. As UTF-8.</summary>
    public static byte[] OfBody(string body)
    {
        var folded = new StringBuilder(body.Length);
        var gap = false;
        foreach (var c in Nfkc(body))
        {
            if (char.IsWhiteSpace(c))
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap)
            {
                folded.Append(' ');
                gap = false;
            }

            folded.Append(c);
        }

        return Encoding.UTF8.GetBytes(folded.ToString());
    }

    // Normalize refuses U+FFFE as well, a character that nothing composes with: what stands around it is normalised piece by piece.
    private static string Nfkc(string text) =>
        string.Join('\uFFFE', WellFormed(text).Split('\uFFFE').Select(piece => piece.Normalize(NormalizationForm.FormKC)));

    private static string Fold(string text) => text.ToUpperInvariant().ToLowerInvariant();

    // Round trip through UTF-8: a lone surrogate, which Normalize refuses, becomes U+FFFD.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
