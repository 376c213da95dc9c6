using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Diary.GraphQL.Scalars;

/// <summary><c>Date</c>, a <see cref="DateOnly"/>: a day that the calendar has, as <c>yyyy-mm-dd</c> and in no other form.</summary>
public sealed class DayScalar : ScalarGraphType
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>The scalar as the contract describes it.</summary>
    public DayScalar()
    {
        Name = "Date";
        Description = "A calendar day, yyyy-mm-dd.";
    }

    /// <inheritdoc/>
    public override object? ParseLiteral(GraphQLValue value) => value is GraphQLNullValue ? null : ScalarText.Parse(this, value, Parse);

    /// <inheritdoc/>
    public override object? ParseValue(object? value) => value is null or DateOnly ? value : ScalarText.Parse(this, value, Parse);

    /// <inheritdoc/>
    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateOnly day => day.ToString(Format, CultureInfo.InvariantCulture),
        _ => ThrowSerializationError(value),
    };

    private static object? Parse(string text) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
