using System.Data.Common;
using System.Text;

namespace Diary.GraphQL.Execution;

/// <summary>
/// What may be logged of an exception: its types, SQL states and stack traces. Messages stay out, since libraries put the values they
/// choked on into them, and those may be what somebody wrote in a diary.
/// </summary>
internal static class ExceptionOutline
{
    private const int MaxInner = 5;

    public static string Of(Exception exception)
    {
        var outline = new StringBuilder();
        var depth = 0;
        for (var current = exception; current is not null && depth < MaxInner; current = current.InnerException, depth++)
        {
            outline.Append(depth == 0 ? "" : "\n caused by ").Append(current.GetType().FullName);
            if (current is DbException { SqlState: { } state })
                outline.Append(" (SQL state ").Append(state).Append(')');
            outline.Append('\n').Append(current.StackTrace);
        }
        return outline.ToString();
    }
}
