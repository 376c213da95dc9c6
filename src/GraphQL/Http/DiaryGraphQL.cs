using Diary.GraphQL.Execution;
using Diary.GraphQL.Http.Sockets;
using Diary.GraphQL.Paging;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Diary.GraphQL.Http;

/// <summary>How the edge is put together and mapped.</summary>
public static class DiaryGraphQL
{
    /// <summary>
    /// Adds a schema whose roots are <typeparamref name="TQuery"/>, <typeparamref name="TMutation"/> and
    /// <typeparamref name="TSubscription"/>, and all that it is executed with. Register an <see cref="IRequestAuthenticator"/> beside it,
    /// or every caller is anonymous, and an <see cref="ISessionWatch"/>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">What the edge allows.</param>
    /// <param name="configure">Adds what the nouns need beside the roots, such as <see cref="SchemaParts.AddUnion{T}"/>.</param>
    public static IServiceCollection AddDiaryGraphQL<TQuery, TMutation, TSubscription>(
        this IServiceCollection services, GraphQLOptions options, Action<IGraphQLBuilder>? configure = null)
        where TQuery : class where TMutation : class where TSubscription : class
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<IRequestAuthenticator, AnonymousAuthenticator>();
        services.TryAddSingleton<ISessionWatch, UnwatchedSessions>();
        services.AddHttpContextAccessor().AddSingleton<ClientAddress>().AddSingleton<RateLimits>();
        services.AddSingleton(options).AddSingleton<DiarySerializer>().AddSingleton<ErrorMapping>().AddScoped<DiaryRequest>()
            .AddSingleton<InstantScalar>().AddSingleton<DayScalar>().AddSingleton<Base64Scalar>().AddSingleton<LongScalar>()
            .AddSingleton<RequestReader>().AddSingleton<ExplorerAssets>().AddSingleton<Explorer>().AddSingleton<GraphQLEndpoint>()
            .AddSingleton<OperationRun>().AddSingleton<OpenSockets>().AddSingleton<SocketEndpoint>();
        services.AddGraphQL(builder =>
        {
            builder.AddAutoSchema<TQuery>(schema => schema.WithMutation<TMutation>().WithSubscription<TSubscription>());
            AddTypes(builder);
            AddExecution(builder, options);
            configure?.Invoke(builder);
        });
        return services;
    }

    /// <summary>Maps the endpoint and the explorer's assets. The schema is built here, so that a mistake in it stops the start.</summary>
    public static IEndpointConventionBuilder MapDiaryGraphQL(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var schema = services.GetRequiredService<ISchema>();
        schema.Initialize();
        schema.WithIntrospectionComplexityImpact(0); // only now: within ConfigureSchema it throws with an auto schema
        var options = services.GetRequiredService<GraphQLOptions>();
        if (options is { Explorer: true, TrustedDocumentsOnly: false })
            endpoints.MapGet($"{options.Path}/assets/{{asset}}", services.GetRequiredService<ExplorerAssets>().Handle);
        var pipeline = endpoints.CreateApplicationBuilder().UseWebSockets();
        pipeline.Run(services.GetRequiredService<GraphQLEndpoint>().Handle);
        return endpoints.Map(options.Path, pipeline.Build());
    }

    private static void AddTypes(IGraphQLBuilder builder) => builder.AddObject<Refusal>().AddObject<Locked>().ConfigureSchema(schema =>
    {
        schema.Features.RepeatableDirectives = true; // client tools ask for both when they introspect
        schema.Features.DeprecationOfInputValues = true;
        schema.RegisterTypeMapping(typeof(DateTimeOffset), typeof(InstantScalar));
        schema.RegisterTypeMapping(typeof(DateOnly), typeof(DayScalar));
        schema.RegisterTypeMapping(typeof(byte[]), typeof(Base64Scalar));
        schema.RegisterTypeMapping(typeof(long), typeof(LongScalar));
    });

    private static void AddExecution(IGraphQLBuilder builder, GraphQLOptions options)
    {
        builder.AddSerializer(services => services.GetRequiredService<DiarySerializer>())
            .AddErrorInfoProvider(_ => new ErrorView(options.TrustedDocumentsOnly))
            .AddSchemaVisitor(new CredentialLimit()).AddSchemaVisitor(new Guard()).AddSchemaVisitor(new PageSizeCheck())
            .AddDocumentExecuter<DocumentExecuter>().AddExecutionStrategy<MutationOrder>(OperationType.Mutation)
            .AddExecutionStrategy<EventExecution>(OperationType.Subscription)
            .AddValidationRule(new TransportRule(), useForCachedDocuments: true)
            .AddValidationRule(CostLimit.Rule(options), useForCachedDocuments: true)
            .ConfigureExecutionOptions(execution =>
            {
                var errors = execution.RequestServices!.GetRequiredService<ErrorMapping>();
                execution.UnhandledExceptionDelegate = failure =>
                {
                    errors.Handle(failure);
                    return Task.CompletedTask;
                };
            })
            .ConfigureExecution(new ErrorLimit())
            .ConfigureExecution(services => new TimeLimit(options.TimeLimit, services.GetRequiredService<TimeProvider>()))
            .ConfigureExecution(new DocumentCache(options.DocumentCacheCharacters));
        builder.Services.Register<IDocumentBuilder>(new DocumentLimits());
        TrustedDocuments.Use(builder, options);
    }
}
