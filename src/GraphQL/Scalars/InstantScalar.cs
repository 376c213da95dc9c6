using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Diary.GraphQL.Scalars;

/// <summary>
/// <c>DateTime</c>, a <see cref="DateTimeOffset"/>: an RFC 3339 instant in UTC with milliseconds, such as <c>2026-11-23T10:15:30.123Z</c>.
/// Input takes none to three digits of a second's fraction and nothing but <c>Z</c>; what is finer than a millisecond is cut on output.
/// </summary>
public sealed class InstantScalar : ScalarGraphType
{
    private const string Output = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly string[] Input =
        ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.f'Z'", "yyyy-MM-dd'T'HH:mm:ss.ff'Z'", Output];

    /// <summary>The scalar as the contract describes it.</summary>
    public InstantScalar()
    {
        Name = "DateTime";
        Description = "An RFC 3339 instant in UTC with millisecond precision, such as 2026-11-23T10:15:30.123Z.";
    }

    /// <inheritdoc/>
    public override object? ParseLiteral(GraphQLValue value) => value is GraphQLNullValue ? null : ScalarText.Parse(this, value, Parse);

    /// <inheritdoc/>
    public override object? ParseValue(object? value) => value is null or DateTimeOffset ? value : ScalarText.Parse(this, value, Parse);

    /// <inheritdoc/>
    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateTimeOffset instant => instant.UtcDateTime.ToString(Output, CultureInfo.InvariantCulture),
        _ => ThrowSerializationError(value),
    };

    private static object? Parse(string text) =>
        DateTimeOffset.TryParseExact(text, Input, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;
}
