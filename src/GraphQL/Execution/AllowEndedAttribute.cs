using GraphQL;
using GraphQL.Types;

namespace Diary.GraphQL.Execution;

/// <summary>
/// Marks an <c>[Authorize]</c> field that is also resolved for a token in force whose session has ended, as
/// <see cref="DiaryRequest.EndedAccount"/> says: its resolver decides what that is worth, and there is no session to ask anything of.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AllowEndedAttribute : GraphQLAttribute
{
    internal const string Key = "ALLOW_ENDED";

    /// <inheritdoc/>
    public override void Modify(FieldType fieldType, bool isInputType) => fieldType.WithMetadata(Key, true);
}
