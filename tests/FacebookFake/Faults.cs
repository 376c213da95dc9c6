using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Diary.FacebookFake;

/// <summary>How a call goes wrong.</summary>
public enum FaultKind
{
    /// <summary>It is answered with an error.</summary>
    Error,

    /// <summary>It is answered with an error and status 200.</summary>
    ErrorIn200,

    /// <summary>The connection breaks before anything is done.</summary>
    ResetBefore,

    /// <summary>It is done, and then the connection breaks.</summary>
    ResetAfter,

    /// <summary>It is done, and the answer never ends.</summary>
    NeverEnds,

    /// <summary>A page of HTML with status 502, and nothing is done.</summary>
    Html502,

    /// <summary>It is done, and half of the JSON arrives.</summary>
    Truncated,

    /// <summary>Nothing goes wrong, but usage is told.</summary>
    Usage,
}

/// <summary>A fault of a route.</summary>
/// <param name="Kind">How.</param>
/// <param name="Error">With what.</param>
/// <param name="AppUsage">What the header says that the app has used, in per cent.</param>
/// <param name="PageUsage">The same of a page, and after how many minutes it may go on.</param>
/// <param name="RetryAfterSeconds">The header of that name.</param>
public sealed record Fault(FaultKind Kind, GraphError? Error = null, int? AppUsage = null, (int Percent, int Minutes)? PageUsage = null,
    int? RetryAfterSeconds = null)
{
    /// <summary>An error.</summary>
    public static Fault Of(GraphError error) => new(FaultKind.Error, error);
}

/// <summary>What goes wrong, by route: a script, and by chance.</summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Fault?>> _scripts = new(StringComparer.Ordinal);
    private Random? _random;
    private double _rate;
    private IReadOnlyList<Fault> _kinds = [];

    /// <summary>What happens to the next calls of a route, one after the other; null: nothing.</summary>
    public void Script(string route, params Fault?[] faults)
    {
        lock (_gate)
        {
            var script = _scripts.TryGetValue(route, out var known) ? known : _scripts[route] = new Queue<Fault?>();
            foreach (var fault in faults)
            {
                script.Enqueue(fault);
            }
        }
    }

    /// <summary>From now on, calls of every route go wrong by chance.</summary>
    public void ByChance(double rate, int seed, params Fault[] kinds)
    {
        lock (_gate)
        {
            (_rate, _random, _kinds) = (rate, new Random(seed), kinds);
        }
    }

    /// <summary>Nothing goes wrong any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _scripts.Clear();
            _random = null;
        }
    }

    internal Fault? Next(string route)
    {
        lock (_gate)
        {
            return _scripts.TryGetValue(route, out var script) && script.TryDequeue(out var fault) ? fault
                : _random is { } random && random.NextDouble() < _rate ? _kinds[random.Next(_kinds.Count)]
                : null;
        }
    }

    /// <summary>Runs a call with what happens to it.</summary>
    internal static async Task Run(HttpContext http, Fault? fault, Func<Task> call)
    {
        if (fault is null)
        {
            await call();
            return;
        }

        Tell(http, fault);
        switch (fault.Kind)
        {
            case FaultKind.ResetBefore:
                http.Abort();
                return;
            case FaultKind.Error:
                await fault.Error!.Send(http);
                return;
            case FaultKind.ErrorIn200:
                await (fault.Error! with { Status = 200 }).Send(http);
                return;
            case FaultKind.Html502:
                http.Response.StatusCode = 502;
                http.Response.ContentType = "text/html";
                await http.Response.WriteAsync("<html><body>Sorry, something went wrong.</body></html>");
                return;
            case FaultKind.Usage:
                await call();
                return;
        }

        var body = await Answer(http, call);
        if (fault.Kind == FaultKind.ResetAfter)
        {
            http.Abort();
            return;
        }

        var half = body.AsMemory(0, body.Length / 2);
        await http.Response.Body.WriteAsync(half, http.RequestAborted);
        if (fault.Kind == FaultKind.NeverEnds)
        {
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);
        }
    }

    private static void Tell(HttpContext http, Fault fault)
    {
        if (fault.AppUsage is { } app)
        {
            http.Response.Headers["X-App-Usage"] = $$"""{"call_count":{{app}},"total_time":5,"total_cputime":5}""";
        }

        if (fault.PageUsage is { } page)
        {
            http.Response.Headers["X-Business-Use-Case-Usage"] =
                $$"""{"112130216863063":[{"call_count":{{page.Percent}},"estimated_time_to_regain_access":{{page.Minutes}}}]}""";
        }

        if (fault.RetryAfterSeconds is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    /// <summary>What a call answers, without sending it.</summary>
    private static async Task<byte[]> Answer(HttpContext http, Func<Task> call)
    {
        var feature = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var buffer = new MemoryStream();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(buffer));
        await call();
        await http.Response.BodyWriter.FlushAsync();
        http.Features.Set(feature);
        http.Response.ContentLength = null;
        return buffer.ToArray();
    }
}
