using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Diary.Silo.Postgres;
using Diary.Silo.Postgres.Binaries;
using Diary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diary.Silo.Tests.Postgres;

[SupportedOSPlatform("linux")]
public sealed class BinarySearchTests : IDisposable
{
    private static readonly ServerAccount Myself = new(Name: null);
    private readonly TemporaryFolder _folder = new("binaries");

    [Fact]
    public async Task The_first_source_that_has_all_programs_wins()
    {
        var incomplete = Programs("incomplete", 17, "postgres", "initdb");
        var (second, third) = (Programs("second", 16), Programs("third", 17));
        var found = await Find(new(), incomplete, second, third);
        Assert.Equal((second, 16), (found.Folder, found.Major));
    }

    [Fact]
    public async Task A_server_that_does_not_run_is_passed_over()
    {
        var broken = Programs("broken", 17);
        await File.WriteAllTextAsync(Path.Combine(broken, "postgres"), "#!/bin/sh\necho missing library >&2; exit 127\n");
        Assert.Equal(16, (await Find(new(), broken, Programs("whole", 16))).Major);
    }

    [Fact]
    public async Task Existing_data_decides_the_version()
    {
        var found = await Find(new(Major: 15), Programs("newer", 17), Programs("right", 15));
        Assert.Equal(15, found.Major);
    }

    [Fact]
    public async Task Without_the_version_of_the_data_the_error_names_both()
    {
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => Find(new(Major: 15), Programs("newest", 18), Programs("newer", 17)));
        Assert.Contains("is of PostgreSQL 15, but this machine has 17, 18", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_the_error_names_the_package_and_the_setting()
    {
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => Find(new()));
        Assert.Contains("apt-get install postgresql", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Diary:PostgresBin", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task A_configured_folder_that_cannot_be_used_is_not_replaced_in_silence()
    {
        var configured = Path.Combine(_folder.Path, "typo");
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => Find(new(Configured: configured), configured, Programs("whole", 16)));
        Assert.Contains(configured, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Diary:PostgresBin", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fill_that_was_killed_is_begun_again()
    {
        var partial = Directory.CreateDirectory(Path.Combine(_folder.Path, "postgres/kind.partial")).FullName;
        await File.WriteAllTextAsync(Path.Combine(partial, "half"), "");
        var whole = await BinaryCache.Fill(Wish(new()), "kind", Write, CancellationToken.None);
        Assert.Equal(["whole"], Directory.EnumerateFileSystemEntries(whole!).Select(Path.GetFileName));
        Assert.False(Directory.Exists(partial));
    }

    [Fact]
    public async Task A_fill_that_failed_leaves_nothing()
    {
        var wish = Wish(new());
        Assert.Null(await BinaryCache.Fill(wish, "kind", _ => Task.FromResult<string?>("offline"), CancellationToken.None));
        Assert.Null(BinaryCache.Find(wish, "kind"));
    }

    [Fact]
    public async Task Those_who_fill_at_once_fill_once()
    {
        var fills = 0;
        var whole = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => BinaryCache.Fill(
            Wish(new()), "kind",
            folder => Interlocked.Increment(ref fills) > 0 ? Write(folder) : throw new InvalidOperationException(),
            CancellationToken.None))));
        Assert.Equal(1, fills);
        Assert.Single(whole.Distinct());
    }

    [Theory]
    [InlineData("libpq5", true)]
    [InlineData("libicu72", true)]
    [InlineData("libllvm14", false)]
    [InlineData("libc6", false)]
    [InlineData("perl", false)]
    public void Only_libraries_of_the_server_are_fetched_with_it(string package, bool needed) =>
        Assert.Equal(needed, DebianPackages.IsNeededLibrary(package));

    public void Dispose() => _folder.Dispose();

    private static async Task<string?> Write(string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "whole"), "");
        return null;
    }

    private string Programs(string name, int major, params string[] programs)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        foreach (var program in programs is [] ? ["initdb", "pg_ctl", "postgres"] : programs)
        {
            var file = Path.Combine(folder, program);
            File.WriteAllText(file, $"#!/bin/sh\necho '{program} (PostgreSQL) {major}.1 (Debian)'\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }

    private BinaryWish Wish(Given given) => new(
        new() { DataRoot = "/data", CacheRoot = _folder.Path, PostgresBin = given.Configured },
        given.Major,
        NullLogger.Instance,
        TimeProvider.System);

    private Task<PostgresBinaries> Find(Given given, params string[] folders) =>
        BinarySearch.Find([.. folders.Select(SourceOf)], Wish(given), Myself, CancellationToken.None);

    private static BinarySource SourceOf(string folder)
    {
        return Source;

        async IAsyncEnumerable<BinaryFolder> Source(BinaryWish wish, [EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.CompletedTask;
            yield return new(folder);
        }
    }

    private sealed record Given(int? Major = null, string? Configured = null);
}
