using GraphQL;
using GraphQL.Types;

namespace Diary.GraphQL.Scalars;

/// <summary>
/// Makes <c>byte[]</c> the scalar <c>Base64</c> in all types of an assembly; GraphQL.NET would else read it as a list of numbers.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class BytesAsBase64Attribute : GraphQLAttribute
{
    /// <inheritdoc/>
    public override void Modify(TypeInformation typeInformation)
    {
        if (typeInformation.Type == typeof(byte[]))
        {
            typeInformation.GraphType = typeof(Base64Scalar);
        }
        else if (typeInformation.Type == typeof(byte) && typeInformation.IsList)
        {
            typeInformation.Type = typeof(byte[]);
            typeInformation.GraphType = typeof(Base64Scalar);
            typeInformation.IsNullable = typeInformation.ListIsNullable;
            typeInformation.IsList = false;
            typeInformation.ListIsNullable = false;
        }
    }
}
