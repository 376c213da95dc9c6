using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>How a process meets its object store at start.</summary>
public sealed class ObjectStoreStartTests(S3Server s3) : IClassFixture<S3Server>
{
    [Fact]
    public async Task What_the_store_refuses_stops_the_start_with_one_line_and_without_its_key()
    {
        var bucket = await s3.CreateBucket();
        foreach (var (name, secret) in ((string, string)[])[(bucket.Bucket, "secret-word"), ("another-bucket", bucket.SecretKey!)])
        {
            using var folder = new TemporaryFolder("refused");
            await using var silo = SiloProcess.Launch(
                [], ("Diary:Data", folder.Path), ("Diary:Url", $"http://127.0.0.1:{SiloProcess.FreePort()}"), ("S3:Bucket", name),
                ("S3:Endpoint", bucket.Endpoint!.AbsoluteUri), ("S3:AccessKey", bucket.AccessKey!), ("S3:SecretKey", secret));
            Assert.Equal(1, await silo.Exit());
            Assert.StartsWith("S3:Bucket ", Assert.Single(silo.Output), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_store_that_is_away_does_not()
    {
        using var folder = new TemporaryFolder("away");
        await using var silo = await SiloProcess.Start(folder.Path,
            ("S3:Bucket", "diary"), ("S3:Endpoint", "http://127.0.0.1:1"), ("S3:AccessKey", "a"), ("S3:SecretKey", "secret-word"));
        using var client = silo.Client();
        await client.SignUp();
        Assert.Contains(silo.Output, line => line.Contains("object store does not answer", StringComparison.Ordinal));
        Assert.DoesNotContain(silo.Output, line => line.Contains("secret-word", StringComparison.Ordinal));
        Assert.Equal(0, await silo.Interrupt());
    }
}
