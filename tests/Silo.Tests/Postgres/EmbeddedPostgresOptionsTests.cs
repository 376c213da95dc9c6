using Diary.Silo.Postgres;
using Microsoft.Extensions.Configuration;

namespace Diary.Silo.Tests.Postgres;

public sealed class EmbeddedPostgresOptionsTests
{
    [Fact]
    public void What_is_configured_is_taken()
    {
        var options = From(("Diary:Data", "/srv/diary/../data"), ("Diary:PostgresBin", "/opt/pg/bin"));
        Assert.Equal(("/srv/data", "/opt/pg/bin"), (options.DataRoot, options.PostgresBin));
    }

    [Fact]
    public void A_blank_setting_is_none()
    {
        var options = From(("Diary:Data", " "), ("Diary:PostgresBin", ""));
        Assert.Null(options.PostgresBin);
        Assert.EndsWith("/personal-diary", options.DataRoot, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_absolute_and_apart_and_outside_of_roots_home()
    {
        var options = From();
        Assert.NotEqual(options.DataRoot, options.CacheRoot);
        foreach (var folder in new[] { options.DataRoot, options.CacheRoot })
        {
            Assert.True(Path.IsPathRooted(folder));
            Assert.DoesNotContain("/root/", folder, StringComparison.Ordinal);
        }
    }

    private static EmbeddedPostgresOptions From(params (string Name, string Value)[] settings) => EmbeddedPostgresOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, string? (s) => s.Value)).Build());
}
