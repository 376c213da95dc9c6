using Amazon.Runtime;

namespace Diary.Integrations.BlobStorage;

/// <summary>
/// HTTP clients that send a body at once, and do not ask first (<c>Expect: 100-continue</c>, RFC 9110 section 10.1.1): a small body that
/// is sent after its refusal is taken for the next request by some servers.
/// </summary>
internal sealed class BodyFirst(TimeSpan patience) : HttpClientFactory
{
    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new Unasked(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })) { Timeout = patience };

    private sealed class Unasked(HttpMessageHandler next) : DelegatingHandler(next)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.ExpectContinue = false;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
