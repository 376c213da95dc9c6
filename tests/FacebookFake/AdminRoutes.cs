using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Diary.FacebookFake;

/// <summary>What a developer may do to it over HTTP: post, change, delete, script a fault, look at the calls.</summary>
internal static class AdminRoutes
{
    public static async Task Handle(FakeFacebook facebook, HttpContext http, string path)
    {
        var call = await GraphCall.Read(http, facebook.World);
        JsonNode answer;
        lock (facebook.World.Gate)
        {
            answer = (http.Request.Method, path.Split('/')) switch
            {
                ("POST", [_, "posts"]) => Post(facebook.World, call),
                ("POST", [_, "posts", { } id]) => Change(facebook.World, id, call["message"]),
                ("DELETE", [_, "posts", { } id]) => facebook.World.Users.Sum(u => u.Posts.RemoveAll(p => p.Id == id)),
                ("POST", [_, "faults", { } route]) => Script(facebook, route, call),
                ("GET", [_, "calls"]) => new JsonArray([.. facebook.Calls.Select(c => (JsonNode?)$"{c.Method} {c.Path}{c.Query}")]),
                ("GET", [_, "pages"]) => new JsonArray([.. facebook.World.Pages.Select(p => (JsonNode)new JsonObject
                {
                    ["id"] = p.Id,
                    ["name"] = p.Name,
                    ["posts"] = new JsonArray([.. p.Posts.Select(q => (JsonNode?)q.Message)]),
                })]),
                _ => JsonValue.Create("POST posts, POST posts/{id}, DELETE posts/{id}, POST faults/{route}, GET calls, GET pages"),
            };
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    private static JsonObject Post(World world, GraphCall call)
    {
        var post = world.AddPost(world.SignedIn!, call["message"], world.Now);
        return new JsonObject { ["id"] = post.Id };
    }

    private static JsonValue Change(World world, string id, string? message)
    {
        var post = world.Users.SelectMany(u => u.Posts).FirstOrDefault(p => p.Id == id);
        if (post is not null)
        {
            (post.Message, post.UpdatedAt) = (message, world.Now);
        }

        return JsonValue.Create(post is not null);
    }

    /// <summary><c>kind</c>, one of <see cref="FaultKind"/>, and <c>code</c> and <c>subcode</c> of an error.</summary>
    private static JsonValue Script(FakeFacebook facebook, string route, GraphCall call)
    {
        var kind = Enum.TryParse<FaultKind>(call["kind"], ignoreCase: true, out var named) ? named : FaultKind.Error;
        var error = new GraphError((int)(PostRoutes.Number(call["code"]) ?? 2), (int?)PostRoutes.Number(call["subcode"]), "Scripted");
        facebook.Faults.Script(route, new Fault(kind, error));
        return JsonValue.Create(true);
    }
}
