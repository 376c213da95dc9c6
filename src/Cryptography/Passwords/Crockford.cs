namespace Diary.Cryptography;

// Base 32 of D. Crockford (crockford.com/base32.html): 0-9 and A-Z without I, L, O, U; five bits a character, the first
// character holds the highest. Read tolerantly: any case, I and L as 1, O as 0.

/// <summary>One character of Crockford's base 32 at a time.</summary>
internal static class Crockford
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static char Encode(int value) => Alphabet[value];

    /// <summary>The value of a character, 0 to 31, or -1.</summary>
    public static int Decode(char c) => char.ToUpperInvariant(c) switch
    {
        'O' => 0,
        'I' or 'L' => 1,
        var upper => Alphabet.IndexOf(upper, StringComparison.Ordinal),
    };
}
