using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace Diary.Integrations.Facebook;

/// <summary>
/// Sends calls to the Graph API and reads its answers. A token stands in the header alone, beside a proof that the caller has the app's
/// secret, so that addresses can be logged. A GET that finds the service away is tried again soon; nothing else ever is.
/// </summary>
internal sealed class GraphTransport : IDisposable
{
    private const int LargestAnswer = 16 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly ResiliencePipeline _again;
    private readonly Uri _base;

    public GraphTransport(FacebookOptions options, TimeProvider clock)
    {
        Options = options;
        _base = new Uri(options.GraphUrl, $"/{options.GraphVersion}/");
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
        })
        {
            Timeout = options.Timeout,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        _again = options.Pauses.Count == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<GraphException>(e => e.Fault == GraphFault.Unavailable),
                MaxRetryAttempts = options.Pauses.Count,
                DelayGenerator = retry => ValueTask.FromResult<TimeSpan?>(options.Pauses[retry.AttemptNumber] * Random.Shared.NextDouble()),
            }).Build();
    }

    public FacebookOptions Options { get; }

    /// <summary>What proves that the caller has the app's secret: HMAC-SHA-256 of the token under it, in lower-case hexadecimal.</summary>
    public string ProofOf(string token) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Options.ClientSecret), Encoding.UTF8.GetBytes(token)));

    /// <summary>Reads.</summary>
    /// <typeparam name="T">What is made of the answer, which is zeroed after that.</typeparam>
    /// <exception cref="GraphException">It did not succeed.</exception>
    public async Task<T> Get<T>(string path, string? token, IReadOnlyList<(string Name, string Value)> query,
        Func<JsonElement, GraphUsage, T> read, CancellationToken cancellation) =>
        await _again.ExecuteAsync(
            async ended => await Send(HttpMethod.Get, path, token, query, null, read, ended), cancellation);

    /// <summary>Sends once.</summary>
    /// <exception cref="GraphException">It did not succeed, or it is not known whether it did.</exception>
    public async Task<T> Send<T>(HttpMethod method, string path, string? token, IReadOnlyList<(string Name, string Value)> query,
        HttpContent? content, Func<JsonElement, GraphUsage, T> read, CancellationToken cancellation)
    {
        if (token is not null)
        {
            query = [.. query, ("appsecret_proof", ProofOf(token))];
        }

        using var request = new HttpRequestMessage(method, new Uri(_base, Address(path, query))) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("OAuth", token);
        }

        var isSafe = method == HttpMethod.Get;
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
            try
            {
                return Read(response, bytes, isSafe, read);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(bytes);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new GraphException(GraphFault.Unavailable, null, null, null, null, mayHaveHappened: !isSafe);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A path with its query; nothing in it is secret.</summary>
    public static string Address(string path, IReadOnlyList<(string Name, string Value)> query) => query.Count == 0 ? path
        : $"{path}?{string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"))}";

    private static T Read<T>(HttpResponseMessage response, byte[] bytes, bool isSafe, Func<JsonElement, GraphUsage, T> read)
    {
        var usage = GraphUsage.Of(response.Headers);
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(bytes); // whatever the content type says
        }
        catch (JsonException)
        {
            throw new GraphException(GraphFault.Unavailable, null, null, null, RetryAfter(response, usage), mayHaveHappened: !isSafe);
        }

        using (json)
        {
            if (GraphError.In(json.RootElement) is { } error)
            {
                throw new GraphException(error.Fault, error.Code, error.Subcode, error.TraceId, RetryAfter(response, usage),
                    mayHaveHappened: !isSafe && error.Fault == GraphFault.Unavailable);
            }

            return (int)response.StatusCode < 400 ? read(json.RootElement, usage)
                : throw new GraphException(GraphFault.Unavailable, null, null, null, RetryAfter(response, usage), mayHaveHappened: !isSafe);
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, GraphUsage usage) =>
        response.Headers.TryGetValues("Retry-After", out var values)
            && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 24 * 3600)) : usage.Regain;
}
