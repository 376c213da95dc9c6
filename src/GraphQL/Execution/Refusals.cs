using GraphQL.Execution;
using GraphQL.Validation;

namespace Diary.GraphQL.Execution;

/// <summary>A limit that a document broke before it was validated.</summary>
public sealed class DocumentRefused : DocumentError
{
    /// <summary>A refusal with one of <see cref="ErrorCodes"/>.</summary>
    public DocumentRefused(string code, string message) : base(message) => Code = code;
}

/// <summary>A rule of ours that an operation broke while it was validated: nothing of it was executed.</summary>
public sealed class OperationRefused : ValidationError
{
    /// <summary>A refusal with one of <see cref="ErrorCodes"/>.</summary>
    public OperationRefused(string code, string message) : base(message) => Code = code;

    /// <summary>The same refusal with <paramref name="key"/> beside its code.</summary>
    public OperationRefused With(string key, object? value)
    {
        (Extensions ??= new Dictionary<string, object?>(StringComparer.Ordinal))[key] = value;
        return this;
    }
}
