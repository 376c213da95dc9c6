using System.Net;
using System.Net.Sockets;
using Diary.Silo.Hosting;
using Diary.TestKit;
using Microsoft.Extensions.Configuration;

namespace Diary.Silo.Tests.Running;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Diary:Url", "ftp://x/")]
    [InlineData("Diary:Url", "http://127.0.0.1:5080/path")]
    [InlineData("Diary:SiloPort", "70000")]
    [InlineData("Diary:SiloAddress", "nowhere")]
    [InlineData("Diary:SiloAddress", "0.0.0.0")]
    [InlineData("Diary:SiloAddress", "::")]
    [InlineData("Diary:MigrateAtStart", "perhaps")]
    [InlineData("Diary:SignInQueue", "0")]
    [InlineData("Diary:CredentialsPerMinute", "-1")]
    [InlineData("Diary:RequestsPerMinute", "many")]
    [InlineData("Diary:TrustedProxies", "10.0.0.7, somewhere")]
    [InlineData("Diary:VaultTurnPause", "-1")]
    [InlineData("Diary:TrustedDocuments", "/no/such/file")]
    [InlineData("Diary:TrustedDocumentsOnly", "true")]
    [InlineData("S3:Bucket", " ", "S3:Region", "x")]
    [InlineData("S3:Endpoint", "s3.example", "S3:Bucket", "diary")]
    [InlineData("S3:SecretKey", "", "S3:Bucket", "diary", "S3:AccessKey", "secret-word")]
    [InlineData("S3:AccessKey", "", "S3:Bucket", "diary", "S3:SecretKey", "secret-word")]
    [InlineData("Diary:PublicUrl", "diary.example")]
    [InlineData("Diary:PublicUrl", "https://diary.example/path")]
    [InlineData("Facebook:ClientId", "", "Facebook:ClientSecret", "secret-word")]
    [InlineData("Facebook:ClientSecret", "", "Facebook:ClientId", "123")]
    [InlineData("Facebook:ClientId", " ", "Facebook:GraphVersion", "v25.0")]
    [InlineData("Facebook:GraphVersion", "25", "Facebook:ClientId", "123", "Facebook:ClientSecret", "secret-word")]
    [InlineData("Facebook:GraphUrl", "graph", "Facebook:ClientId", "123", "Facebook:ClientSecret", "secret-word")]
    [InlineData("Facebook:MediaHosts", "a b", "Facebook:ClientId", "123", "Facebook:ClientSecret", "secret-word")]
    [InlineData("ConnectionStrings:Diary", "Nonsense=1")]
    [InlineData("ConnectionStrings:Diary", "Host=127.0.0.1;Port=1;Database=diary;Username=x;Password=secret-word")]
    public async Task A_wrong_value_stops_the_start_with_one_line_that_names_its_setting(
        string setting, string value, params string[] others)
    {
        using var folder = new TemporaryFolder("settings");
        await using var silo = SiloProcess.Launch(
            [], [("Diary:Data", folder.Path), (setting, value), .. others.Chunk(2).Select(o => (o[0], o[1]))]);

        Assert.Equal(1, await silo.Exit());
        var line = Assert.Single(silo.Output);
        Assert.Contains(setting == "Diary:TrustedDocumentsOnly" ? "Diary:TrustedDocuments" : setting, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_start_with_one_line()
    {
        using var folder = new TemporaryFolder("port");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var silo = SiloProcess.Launch([], ("Diary:Data", folder.Path), ("Diary:Url", $"http://{taken.LocalEndpoint}"));

        Assert.Equal(1, await silo.Exit());
        Assert.StartsWith("Diary:Url names port ", Assert.Single(silo.Output), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_but_this_machine_is_listened_to_unless_it_is_set()
    {
        var settings = DiarySettings.From(new ConfigurationBuilder().Build());
        Assert.Equal("127.0.0.1", settings.Url.Host);
        Assert.Equal(IPAddress.Loopback, settings.SiloAddress);
    }

    [Fact]
    public async Task An_unknown_command_is_refused_with_the_known_ones()
    {
        await using var silo = SiloProcess.Launch(["dance"]);

        Assert.Equal(1, await silo.Exit());
        Assert.Equal(
            "dance is no command. Commands: "
            + "(none) to run, migrate, rebuild [accounts|entries|media|facebook|publications], verify, rotate-vault, verify-receipt.",
            Assert.Single(silo.Output));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=")]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\nAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=")]
    public async Task Another_vault_key_than_the_databases_own_stops_the_start(string keys)
    {
        using var folder = new TemporaryFolder("vaultkey");
        await using (var silo = await SiloProcess.Start(folder.Path))
        {
            Assert.Equal(0, await silo.Interrupt());
        }

        var file = Path.Combine(folder.Path, "vault.key");
        if (keys.Length > 0)
        {
            await File.WriteAllTextAsync(file, keys, TestContext.Current.CancellationToken);
        }
        else
        {
            File.Delete(file);
        }

        await using var again = SiloProcess.Launch(
            [], ("Diary:Data", folder.Path), ("Diary:Url", $"http://127.0.0.1:{SiloProcess.FreePort()}"));

        Assert.Equal(1, await again.Exit());
        Assert.StartsWith($"Diary:VaultKeyFile ({file}) ", Assert.Single(again.Output), StringComparison.Ordinal);
    }
}
