using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Http;
using Diary.GraphQL.Tests.Execution;
using GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Diary.GraphQL.Tests.Http;

/// <summary>The edge with the library's schema, behind a real Kestrel on a port of its own on the loopback.</summary>
public sealed class LibraryServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LibraryServer(WebApplication app, Journal journal)
    {
        _app = app;
        Journal = journal;
        Address = new Uri(app.Urls.First());
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public Journal Journal { get; }

    public IServiceProvider Services => _app.Services;

    public Library Library => Services.GetRequiredService<Library>();

    public string Sdl => SchemaText.Of(Services.GetRequiredService<ISchema>());

    public static async Task<LibraryServer> Start(GraphQLOptions? options = null, TimeProvider? time = null)
    {
        var journal = new Journal();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(journal).SetMinimumLevel(LogLevel.Information);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Library>().AddSingleton<SlowWork>().AddSingleton<Counter>()
            .AddScoped<AuthorLoader>().AddScoped<FailingLoader>();
        builder.Services.AddSingleton<TestAuthenticator>()
            .AddSingleton<IRequestAuthenticator>(provider => provider.GetRequiredService<TestAuthenticator>());
        if (time is not null)
            builder.Services.AddSingleton(time);
        options ??= new GraphQLOptions { RequestsPerMinute = 1_000_000 };
        builder.Services.AddDiaryGraphQL<LibraryQuery, LibraryMutation, LibrarySubscription>(options, schema =>
            schema.AddObject<OutOfStock>().AddObject<Book>().AddUnion<IGift>("Gift", typeof(Book), typeof(Author)));
        var app = builder.Build();
        app.MapDiaryGraphQL();
        await app.StartAsync();
        return new LibraryServer(app, journal);
    }

    /// <summary>Posts a document, with both media types accepted.</summary>
    public Task<Answer> Post(string query, object? variables = null, string? token = null) =>
        PostJson(System.Text.Json.JsonSerializer.Serialize(new { query, variables }), token: token);

    public async Task<Answer> PostJson(string json, string accept = "application/graphql-response+json", string? token = null)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content };
        return await Send(request, accept, token);
    }

    public async Task<Answer> Get(string query, string accept = "application/graphql-response+json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(query)}");
        return await Send(request, accept, null);
    }

    public async Task<Answer> Send(HttpRequestMessage request, string? accept, string? token)
    {
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, text, response.Headers, response.Content.Headers);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>A response and its JSON.</summary>
public sealed record Answer(int Status, string Text, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public JsonNode? Data => Json["data"];

    public bool HasData => Json.AsObject().ContainsKey("data");

    public JsonArray Errors => Json["errors"]?.AsArray() ?? [];

    public string? Code => Errors.Count == 0 ? null : Errors[0]!["extensions"]?["code"]?.GetValue<string>();

    public string Message => Errors[0]!["message"]!.GetValue<string>();
}

/// <summary>Knows four tokens.</summary>
public sealed class TestAuthenticator : IRequestAuthenticator
{
    private static readonly Guid Same = Guid.NewGuid();

    public ConcurrentQueue<TestSession> Sessions { get; } = new();

    public ValueTask<AuthenticationOutcome> Authenticate(StringValues authorization, CancellationToken cancellation)
    {
        switch (authorization.ToString())
        {
            case "Bearer good":
                var session = new TestSession("Ada");
                Sessions.Enqueue(session);
                return new(new AuthenticationOutcome.Authenticated(session));
            case "Bearer same":
                return new(new AuthenticationOutcome.Authenticated(new TestSession("Same", Same)));
            case "Bearer limited":
                throw new RateLimitedException(TimeSpan.FromSeconds(3));
            case "Bearer broken":
                throw new InvalidOperationException("secret words of the authenticator");
            case "":
                return new(new AuthenticationOutcome.Anonymous());
            default:
                return new(new AuthenticationOutcome.Refused("The access token has expired."));
        }
    }
}

/// <summary>Everything that was logged.</summary>
public sealed class Journal : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, int Id, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, eventId.Id, formatter(state, exception) + exception));

    public void Dispose() { }
}
