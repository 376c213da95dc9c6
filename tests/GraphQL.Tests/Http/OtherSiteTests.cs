using System.Net.Http.Json;
using Diary.TestKit;

namespace Diary.GraphQL.Tests.Http;

/// <summary>What a page of another site can make a browser do: nothing is sent by itself, and no answer can be read.</summary>
public sealed class OtherSiteTests(DiaryFixture diary)
{
    private static readonly string[] Forms = ["application/json", "application/graphql-response+json"];

    [Fact]
    public async Task No_answer_sets_a_cookie_or_lets_another_origin_read_it()
    {
        using var client = await diary.SignUp();
        client.Http.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        var mutation = $"mutation {{ signIn(input: {{ email: \"{client.Email}\", device: \"x\", credential: {{ password: "
            + $"\"{DiaryClient.Password}\" }} }}) {{ session {{ accessToken }} }} }}";
        var signIn = new { query = mutation };
        foreach (var form in Forms)
        {
            foreach (var body in new[] { signIn, new { query = "{ me { email } }" } })
            {
                using var post = new HttpRequestMessage(HttpMethod.Post, client.Url) { Content = JsonContent.Create(body) };
                post.Headers.Add("Accept", form);
                await AssertClosed(client, post, 200);
            }

            using var get = new HttpRequestMessage(HttpMethod.Get, $"{client.Url}?query=%7B__typename%7D");
            get.Headers.Add("Accept", form);
            await AssertClosed(client, get, 200);
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    public async Task A_browser_that_asks_for_another_origin_first_is_not_allowed_to_send(string method)
    {
        using var client = diary.Server.Client();
        using var asks = new HttpRequestMessage(HttpMethod.Options, client.Url);
        asks.Headers.Add("Origin", "https://elsewhere.example");
        asks.Headers.Add("Access-Control-Request-Method", method);
        asks.Headers.Add("Access-Control-Request-Headers", "authorization, content-type");
        await AssertClosed(client, asks, 405);
    }

    private static async Task AssertClosed(DiaryClient client, HttpRequestMessage request, int status)
    {
        using var response = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)
            || h.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase));
    }
}
