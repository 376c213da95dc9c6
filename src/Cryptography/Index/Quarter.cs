using System.Globalization;
using System.Runtime.InteropServices;

namespace Diary.Cryptography;

/// <summary>A quarter of a year: search terms have a key for each, so that an index tells little across quarters.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Quarter
{
    /// <summary>A year and a quarter of it.</summary>
    /// <param name="year">1 to 9999.</param>
    /// <param name="number">1 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is outside.</exception>
    public Quarter(int year, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9999);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 4);
        Year = year;
        Number = number;
    }

    /// <summary>The year, 1 to 9999.</summary>
    public int Year { get; }

    /// <summary>The quarter, 1 to 4.</summary>
    public int Number { get; }

    /// <summary>The quarter of an entry's day.</summary>
    public static Quarter Of(DateOnly day) => new(day.Year, ((day.Month - 1) / 3) + 1);

    /// <summary>As it stands in the key's label: "2026Q4".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}Q{Number}");
}
