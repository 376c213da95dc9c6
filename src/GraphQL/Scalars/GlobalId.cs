namespace Diary.GraphQL.Scalars;

/// <summary>
/// The global id of every object: its UUID as 36 characters, <c>8-4-4-4-12</c> hexadecimal digits, written in lower case and read in
/// either. The nil UUID names nothing.
/// </summary>
public static class GlobalId
{
    private const int Length = 36;

    /// <summary>The id as clients see it.</summary>
    public static string Format(Guid id) => id.ToString("D");

    /// <summary>Reads an id and nothing but an id: no braces, no white space, no other form that <see cref="Guid"/> would take.</summary>
    public static bool TryParse(string? text, out Guid id)
    {
        id = Guid.Empty;
        if (text is null || text.Length != Length)
            return false;
        for (var i = 0; i < Length; i++)
        {
            var dash = i is 8 or 13 or 18 or 23;
            if (dash ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
                return false;
        }
        return Guid.TryParseExact(text, "D", out id) && id != Guid.Empty;
    }
}
