using Diary.GraphQL.Execution;
using GraphQL.Transport;

namespace Diary.GraphQL.Http;

/// <summary>A request that was read, or the reason why it was not: one of the two is null.</summary>
internal sealed record RequestRead(GraphQLRequest? Request, RequestRefusal? Refusal = null);

/// <summary>A request that was refused before it was executed.</summary>
internal sealed record RequestRefusal(int Status, DiaryError Error);
