using GraphQL;
using GraphQL.Execution;

namespace Diary.GraphQL.Execution;

/// <summary>
/// What of an error is written: its message, code and our own values; never CLR names or an exception's data. Messages that echo
/// long input are cut, and the names that "Did you mean" gives away are left out where only trusted documents run.
/// </summary>
internal sealed class ErrorView(bool hideSuggestions)
    : ErrorInfoProvider(new ErrorInfoProviderOptions { ExposeCodes = false, ExposeData = false, ExposeExceptionDetails = false })
{
    private const int MaxMessage = 500;
    private const string Suggestion = " Did you mean ";

    public override ErrorInfo GetInfo(ExecutionError executionError)
    {
        var info = base.GetInfo(executionError);
        if (hideSuggestions && info.Message.IndexOf(Suggestion, StringComparison.Ordinal) is var at and > 0)
            info.Message = info.Message[..at];
        if (info.Message.Length > MaxMessage)
            info.Message = Cut(info.Message);
        return info;
    }

    private static string Cut(string message) =>
        string.Concat(message.AsSpan(0, char.IsHighSurrogate(message[MaxMessage - 1]) ? MaxMessage - 1 : MaxMessage), "…");
}
