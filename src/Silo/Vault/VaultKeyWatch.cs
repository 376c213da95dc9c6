using Diary.Cryptography;
using Diary.Silo.Hosting;

namespace Diary.Silo.Vault;

/// <summary>
/// Follows the file of the vault keys while the process runs: every few seconds, and at once when a record names a key that the ring does
/// not have. A file that cannot be read for the moment changes nothing.
/// </summary>
public sealed partial class VaultKeyWatch : IDisposable
{
    /// <summary>How often the file is looked at.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly VaultKeyFile _file;
    private readonly VaultKeyRing _ring;
    private readonly ILogger<VaultKeyWatch> _log;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private bool _warned;

    /// <summary>Begins to watch.</summary>
    public VaultKeyWatch(VaultKeyFile file, VaultKeyRing ring, TimeProvider clock, ILogger<VaultKeyWatch> log)
    {
        (_file, _ring, _log) = (file, ring, log);
        ring.Missing = missing => Look(missing);
        _timer = clock.CreateTimer(_ => Look(null), null, Period, Period);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ring.Missing = null;
        _timer.Dispose();
    }

    private void Look(uint? missing)
    {
        lock (_gate)
        {
            IReadOnlyList<SymmetricKey> keys = [];
            try
            {
                keys = _file.Read();
                var ids = keys.Select(VaultKeyRing.IdOf).ToList();
                if (ids.SequenceEqual(_ring.KeyIds))
                {
                    _warned = false;
                }
                else if (ids.Intersect(_ring.KeyIds).Any() || (missing is { } id && ids.Contains(id)))
                {
                    _ring.Replace(keys[0], keys.Skip(1));
                    keys = [];
                    _warned = false;
                    LogFollowed(ids.Count);
                }
                else
                {
                    Warn("it holds none of the keys in use"); // until a record shows that they belong to this database
                }
            }
            catch (SettingException e)
            {
                Warn(e.Message);
            }

            foreach (var key in keys)
            {
                key.Dispose();
            }
        }
    }

    private void Warn(string reason)
    {
        if (!_warned)
        {
            _warned = true;
            LogIgnored(reason);
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "The vault key file changed and is followed: {Keys} keys.")]
    private partial void LogFollowed(int keys);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "The vault key file is passed over for now: {Reason}")]
    private partial void LogIgnored(string reason);
}
