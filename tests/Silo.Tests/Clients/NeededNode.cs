using Diary.TestKit;

namespace Diary.Silo.Tests.Clients;

/// <summary>Node for a suite that cannot run without it.</summary>
internal static class NeededNode
{
    /// <summary>
    /// Node and npm. Where one is missing, the test is skipped, and says so; but where CI is set it fails: there nobody reads what was
    /// skipped, and <c>.ci/run</c> installs Node.
    /// </summary>
    /// <param name="suite">What needs it, as the beginning of a sentence.</param>
    /// <param name="variable">Reads an environment variable; the process's own unless given.</param>
    public static NodeRuntime For(string suite, Func<string, string?>? variable = null)
    {
        if (NodeRuntime.Find(variable) is { } runtime)
        {
            return runtime;
        }

        var reason = $"{suite}: node and npm are not both on PATH.";
        Assert.True(string.IsNullOrEmpty((variable ?? Environment.GetEnvironmentVariable)("CI")), reason);
        Assert.Skip(reason);
        return null!;
    }
}
