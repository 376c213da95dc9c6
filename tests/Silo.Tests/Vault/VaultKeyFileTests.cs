using System.Runtime.Versioning;
using Diary.Cryptography;
using Diary.Silo.Hosting;
using Diary.Silo.Vault;
using Diary.TestKit;
using static Diary.Silo.Tests.Vault.SampleKeys;

namespace Diary.Silo.Tests.Vault;

[SupportedOSPlatform("linux")]
public sealed class VaultKeyFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TemporaryFolder _folder = new("keyfile");

    private string Path => System.IO.Path.Combine(_folder.Path, "vault.key");

    private VaultKeyFile Keys => new(Path);

    [Fact]
    public void It_is_made_once_for_a_new_database_and_read_by_its_owner_only()
    {
        using var made = Keys.Open(isNewDatabase: true);
        using var again = Keys.Open(isNewDatabase: false);
        Assert.Equal(made.CurrentKeyId, again.CurrentKeyId);
        Assert.Equal(Owner, File.GetUnixFileMode(Path));
        Assert.Equal([Path], Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void A_database_that_has_records_gets_no_new_key() =>
        Assert.EndsWith("bring it back.", Assert.Throws<SettingException>(() => Keys.Open(isNewDatabase: false)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_first_line_seals_and_the_others_only_open()
    {
        var (first, second) = (Line(1), Line(2));
        Write($"{first}\r\n\n  {second}\n");
        using var ring = Keys.Open(isNewDatabase: false);
        Assert.Equal([Id(1), Id(2)], ring.KeyIds);
        Assert.Equal(Id(1), ring.CurrentKeyId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("not a key")]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ==")] // 31 bytes
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\nrubbish")]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=")] // the same twice
    public void Anything_else_is_refused(string text)
    {
        Write(text);
        Assert.EndsWith("one a line and each once.", Assert.Throws<SettingException>(Keys.Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Owner | UnixFileMode.GroupRead)]
    [InlineData(Owner | UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    public void What_others_may_read_is_refused(UnixFileMode mode)
    {
        Write(Line(1), mode);
        Assert.EndsWith("chmod 600.", Assert.Throws<SettingException>(Keys.Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead)]
    public void What_its_owner_may_only_read_is_not_written_to(UnixFileMode mode)
    {
        Write(Line(1), mode);
        Assert.Equal(Id(1), VaultKeyRing.IdOf(Assert.Single(Keys.Read())));
        Assert.False(Keys.IsWritable);
    }

    [Fact]
    public void A_mounted_secret_is_read_and_not_written_to()
    {
        var mounted = new MountedSecret(_folder.Path, Line(1));
        var keys = new VaultKeyFile(mounted.Path);
        Assert.Equal(Id(1), VaultKeyRing.IdOf(Assert.Single(keys.Read())));
        Assert.False(keys.IsWritable);
        mounted.Update($"{Line(2)}\n{Line(1)}");
        Assert.Equal([Id(2), Id(1)], keys.Read().Select(VaultKeyRing.IdOf));
    }

    [Fact]
    public void Replaced_keys_are_overwritten_where_they_lay()
    {
        Write(Line(1));
        using var before = File.OpenHandle(Path);
        Assert.True(Keys.IsWritable);
        Keys.Replace(Key(2), Key(1));

        Assert.Equal([Id(2), Id(1)], Keys.Read().Select(VaultKeyRing.IdOf));
        Assert.Equal(Owner, File.GetUnixFileMode(Path));
        Assert.Equal([Path], Directory.EnumerateFiles(_folder.Path));
        var bytes = new byte[100];
        Assert.Equal(Line(1).Length, RandomAccess.Read(before, bytes, 0));
        Assert.All(bytes, b => Assert.Equal(0, b));
    }

    [Fact]
    public async Task A_second_name_of_the_file_in_use_is_taken_away_and_nothing_is_overwritten()
    {
        Write(Line(1));
        Assert.Equal(0, (await CommandRun.Of(_folder.Path, "ln", [Path, Keys.Retired])).ExitCode); // killed right after this step
        Keys.WipeRetired();
        Assert.Equal([Path], Directory.EnumerateFiles(_folder.Path));
        Assert.Equal(Id(1), VaultKeyRing.IdOf(Assert.Single(Keys.Read())));
    }

    [Fact]
    public async Task What_a_killed_turn_left_of_the_file_before_is_overwritten()
    {
        Write(Line(1));
        await File.WriteAllTextAsync(Keys.Retired, Line(2), TestContext.Current.CancellationToken);
        using var before = File.OpenHandle(Keys.Retired);
        Keys.WipeRetired();
        var bytes = new byte[100];
        Assert.Equal(Line(2).Length, RandomAccess.Read(before, bytes, 0));
        Assert.All(bytes, b => Assert.Equal(0, b));
        Assert.Equal([Path], Directory.EnumerateFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string text, UnixFileMode mode = Owner)
    {
        File.WriteAllText(Path, text);
        File.SetUnixFileMode(Path, mode);
    }
}
