using System.ComponentModel;
using GraphQL;

namespace Diary.GraphQL.Problems;

/// <summary>Why a command was refused. Refusals are data: a mutation that was refused answers with problems and changed nothing.</summary>
[Name("Problem")]
[Description("Why a command was refused. Refusals are data: a mutation that was refused answers with problems and changed nothing.")]
public interface IProblem
{
    /// <summary>What clients branch on.</summary>
    ProblemCode Code { get; }

    /// <summary>A sentence for people; it holds no content.</summary>
    string Message { get; }

    /// <summary>The input field that it is about, such as <c>input.content.plain.body</c>; null where it is about none.</summary>
    [Description("The input field that it is about, such as input.content.plain.body.")]
    string? Field { get; }
}
