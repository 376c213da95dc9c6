using Diary.Cryptography;
using Diary.Silo.Vault;
using Diary.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static Diary.Silo.Tests.Vault.SampleKeys;

namespace Diary.Silo.Tests.Vault;

public sealed class VaultKeyWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("watch");
    private readonly FakeTimeProvider _clock = new();
    private readonly CountingLog _log = new();
    private readonly VaultKeyFile _file;
    private readonly VaultKeyRing _ring;
    private readonly VaultKeyWatch _watch;

    public VaultKeyWatchTests()
    {
        _file = new VaultKeyFile(Path.Combine(_folder.Path, "vault.key"));
        _file.Open(isNewDatabase: true).Dispose();
        _file.Replace(Key(1));
        _ring = _file.Open(isNewDatabase: false);
        _watch = new VaultKeyWatch(_file, _ring, _clock, _log);
    }

    [Fact]
    public void A_changed_file_is_followed_within_seconds()
    {
        _file.Replace(Key(2), Key(1));
        Assert.Equal([Id(1)], _ring.KeyIds);
        _clock.Advance(VaultKeyWatch.Period);
        Assert.Equal([Id(2), Id(1)], _ring.KeyIds);
        _file.Replace(Key(2));
        _clock.Advance(VaultKeyWatch.Period);
        Assert.Equal([Id(2)], _ring.KeyIds);
        Assert.Equal(0, _log.Warnings);
    }

    [Fact]
    public void A_record_under_a_key_that_is_not_known_has_the_file_read_at_once()
    {
        using var other = new VaultKeyRing(Key(2));
        var record = other.Seal([7], [1]);
        Assert.False(_ring.TryOpen(record, [1], out _));
        _file.Replace(Key(2), Key(1));
        Assert.True(_ring.TryOpen(record, [1], out var content));
        Assert.Equal([7], content);
    }

    [Fact]
    public void Keys_that_missed_the_turn_are_followed_once_a_record_shows_that_they_belong_here()
    {
        using var other = new VaultKeyRing(Key(3));
        _file.Replace(Key(3)); // of another database, for all that is known
        _clock.Advance(VaultKeyWatch.Period);
        Assert.Equal([Id(1)], _ring.KeyIds);
        Assert.Equal(1, _log.Warnings);
        Assert.True(_ring.TryOpen(other.Seal([7], []), [], out _));
        Assert.Equal([Id(3)], _ring.KeyIds);
    }

    [Fact]
    public void A_file_that_is_bad_for_a_moment_changes_nothing_and_is_warned_of_once()
    {
        File.WriteAllText(_file.Path, "half a ke");
        _clock.Advance(VaultKeyWatch.Period);
        _clock.Advance(VaultKeyWatch.Period);
        File.Delete(_file.Path);
        _clock.Advance(VaultKeyWatch.Period);
        Assert.Equal([Id(1)], _ring.KeyIds);
        Assert.True(_ring.TryOpen(_ring.Seal([1], []), [], out _));
        Assert.Equal(1, _log.Warnings);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _ring.Dispose();
        _folder.Dispose();
    }

    private sealed class CountingLog : ILogger<VaultKeyWatch>
    {
        public int Warnings { get; private set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Warnings += logLevel >= LogLevel.Warning ? 1 : 0;
    }
}
