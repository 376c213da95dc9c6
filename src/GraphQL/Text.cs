using System.Buffers;
using System.Globalization;
using Diary.GraphQL.Problems;

namespace Diary.GraphQL;

/// <summary>Checks what clients send, each refusal naming its field.</summary>
internal static class Text
{
    private static readonly SearchValues<char> Suspects =
        SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\0']);

    /// <summary>Well-formed Unicode without NUL: PostgreSQL and JSON could not carry anything else byte for byte.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAny(Suspects); at >= 0; at = text.IndexOfAny(Suspects))
        {
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return false;
            }

            text = text[(at + 2)..];
        }

        return true;
    }

    /// <summary>Refuses ill-formed text, and text outside of the bounds.</summary>
    public static void Check(List<IProblem> problems, string field, string? text, int atMost, int atLeast = 0)
    {
        if (text is null)
        {
            return;
        }

        if (!IsWellFormed(text))
        {
            Refuse(problems, field, "must be well-formed Unicode without NUL.");
        }
        else if (text.Length > atMost || text.AsSpan().Trim().Length < atLeast)
        {
            Refuse(problems, field, string.Create(CultureInfo.InvariantCulture, $"must have {atLeast} to {atMost} characters."));
        }
    }

    /// <summary>Refuses what is no IANA time zone.</summary>
    public static void CheckTimeZone(List<IProblem> problems, string field, string? zone)
    {
        if (zone is not null && !IsTimeZone(zone))
        {
            Refuse(problems, field, "must be an IANA time zone, such as Europe/Vienna.");
        }
    }

    /// <summary>Adds an INVALID problem.</summary>
    public static void Refuse(List<IProblem> problems, string field, string why) =>
        problems.Add(new Refusal(ProblemCode.Invalid, $"{field} {why}", field));

    private static bool IsTimeZone(string zone) =>
        zone.Length is > 0 and <= 64 && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-')
        && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId;
}
