using Diary.FacebookFake;

// A Facebook to try the feature with: dotnet run --project tests/FacebookFake [port]
var port = args is [{ } given, ..] && int.TryParse(given, out var number) ? number : 5090;
await using var facebook = await FakeFacebook.Start(port: port);
var world = facebook.World;
world.RedirectUris.Add("http://127.0.0.1:5080/facebook/callback");
world.RedirectUris.Add("http://localhost:5080/facebook/callback");
var ann = world.AddUser("Ann Example");
world.AddPage(ann, "Ann's garden");
for (var day = 0; day < 40; day++)
{
    world.AddPost(ann, $"Day {day}: the garden is doing well.", world.Now.AddDays(-day));
}

Console.WriteLine($"""
    Facebook's fake listens at {facebook.Url}. Start the diary with it:

      Facebook__ClientId={world.AppId} Facebook__ClientSecret={world.AppSecret} \
      Facebook__GraphUrl={facebook.Url} Facebook__DialogUrl={facebook.Url} Facebook__MediaHosts=127.0.0.1 \
      dotnet run --project src/Silo

    {facebook.Url}__admin says what can be done to it. Ctrl+C ends it.
    """);
await facebook.Ended;
