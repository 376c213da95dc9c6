using Diary.GraphQL.Http;
using GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.GraphQL.Tests.Execution;

public sealed class GuardTests
{
    [Fact]
    public void A_root_field_that_does_not_say_who_may_call_it_stops_the_start() =>
        Assert.Equal("Query.forgotten must say [Authorize] or [AllowAnonymous].", StartFailure<Unmarked>());

    [Fact]
    public void A_policy_that_nothing_enforces_stops_the_start() =>
        Assert.Equal("Query.guarded names a policy or a role, which nothing here enforces.", StartFailure<WithPolicy>());

    private static string StartFailure<TQuery>() where TQuery : class
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<Library>().AddDiaryGraphQL<TQuery, LibraryMutation, LibrarySubscription>(new GraphQLOptions());
        var app = builder.Build();
        return Assert.Throws<InvalidOperationException>(() => app.MapDiaryGraphQL()).Message;
    }

    [Name("Query")]
    public sealed class Unmarked
    {
        [AllowAnonymous]
        public static string Marked => "x";

        public static string Forgotten => "x";
    }

    [Name("Query")]
    public sealed class WithPolicy
    {
        [Authorize("owner")]
        public static string Guarded => "x";
    }
}
