using GraphQL;

namespace Diary.GraphQL.Problems;

/// <summary>A problem with nothing to tell beside its code, message and field.</summary>
/// <param name="Code">What clients branch on.</param>
/// <param name="Message">A sentence for people; it holds no content.</param>
/// <param name="Field">The input field that it is about; null where it is about none.</param>
[Implements(typeof(IProblem))]
public sealed record Refusal(ProblemCode Code, string Message, string? Field = null) : IProblem;
