using System.Buffers;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Diary.GraphQL.Scalars;

/// <summary>
/// <c>Base64</c>, a <c>byte[]</c>: RFC 4648 section 4 with its padding, and strictly so. White space, the URL alphabet, missing padding
/// and bits that no byte takes up are refused, so that equal bytes have one text.
/// </summary>
public sealed class Base64Scalar : ScalarGraphType
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>The scalar as the contract describes it.</summary>
    public Base64Scalar()
    {
        Name = "Base64";
        Description = "Bytes as standard padded base64 (RFC 4648 section 4).";
    }

    /// <inheritdoc/>
    public override object? ParseLiteral(GraphQLValue value) => value is GraphQLNullValue ? null : ScalarText.Parse(this, value, Parse);

    /// <inheritdoc/>
    public override object? ParseValue(object? value) => IsBytes(value) ? value : ScalarText.Parse(this, value, Parse);

    /// <inheritdoc/>
    public override object? Serialize(object? value) => IsBytes(value) ? value : ThrowSerializationError(value);

    private static bool IsBytes(object? value) => value is null or byte[];

    private static byte[]? Parse(string text)
    {
        if (text.Length % 4 != 0)
            return null;
        var digits = text.AsSpan().TrimEnd('=');
        if (text.Length - digits.Length > 2 || digits.ContainsAnyExcept(Alphabet))
            return null;
        var bytes = Convert.FromBase64String(text);
        var tail = bytes.AsSpan(bytes.Length - bytes.Length % 3);
        return text.EndsWith(Convert.ToBase64String(tail), StringComparison.Ordinal) ? bytes : null;
    }
}
