using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Diary.GraphQL.Scalars;

/// <summary><c>Long</c>, a <see cref="long"/> between -(2^53 - 1) and 2^53 - 1: what every JSON reader keeps exactly.</summary>
public sealed class LongScalar : ScalarGraphType
{
    private const long Largest = (1L << 53) - 1;

    /// <summary>The scalar as the contract describes it.</summary>
    public LongScalar()
    {
        Name = "Long";
        Description = "A whole number that may pass 32 bits; at most 2^53 - 1.";
    }

    /// <inheritdoc/>
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLIntValue number when Parse(number.Value.Span) is { } parsed && IsExact(parsed) => parsed,
        _ => throw ScalarText.Refused(this),
    };

    /// <inheritdoc/>
    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        int number => (long)number,
        long number when IsExact(number) => number,
        _ => throw ScalarText.Refused(this),
    };

    /// <inheritdoc/>
    public override object? Serialize(object? value) => value switch
    {
        null => null,
        int number => (long)number,
        long number when IsExact(number) => number,
        _ => ThrowSerializationError(value),
    };

    private static long? Parse(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsExact(long number) => number is >= -Largest and <= Largest;
}
