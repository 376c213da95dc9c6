using Diary.Grains.Vault;
using Diary.Projections;
using Diary.Projections.Rebuild;
using Diary.Projections.Vault;
using Diary.Silo.Vault;

namespace Diary.Silo.Hosting;

/// <summary>The commands that look after the read models and the vault, while silos run or while none does.</summary>
public static class Maintenance
{
    /// <summary>The read models that a command line names after <c>rebuild</c>: one, or all where none is named.</summary>
    /// <exception cref="SettingException">There is none of that name.</exception>
    public static IReadOnlyList<ReadModel> Named(string[] args)
    {
        if (args is not [_, { } name, ..] || name.StartsWith('-'))
        {
            return ReadModel.All;
        }

        return ReadModel.All.Where(m => m.Name == name).ToList() is { Count: > 0 } named
            ? named
            : throw new SettingException(
                $"rebuild {name}", $"names no projection: {string.Join(", ", ReadModel.All.Select(m => m.Name))}, or nothing for all");
    }

    /// <summary>Makes read models anew from events.</summary>
    /// <returns>0, or 1 where the live tables stayed as they were; the output says why.</returns>
    public static async Task<int> Rebuild(string connectionString, IReadOnlyList<ReadModel> models, TextWriter output)
    {
        await using var database = Database.Open(connectionString);
        try
        {
            var events = await new ReadModelRebuild(database, TimeProvider.System).Run(models, CancellationToken.None);
            await output.WriteLineAsync($"Rebuilt {string.Join(", ", models.Select(m => m.Name))} from {events} events.");
            return 0;
        }
        catch (Exception e) when (e is RebuildException or ReplayException)
        {
            await output.WriteLineAsync($"Nothing was changed. {e.Message}");
            return 1;
        }
    }

    /// <summary>Replays all events and compares; one line a check.</summary>
    /// <returns>0 where all is as it should be, or 1.</returns>
    public static async Task<int> Verify(string connectionString, TextWriter output)
    {
        await using var database = Database.Open(connectionString);
        var findings = await new Verification(database).Run(CancellationToken.None);
        foreach (var finding in findings)
        {
            await output.WriteLineAsync(finding.ToString());
        }

        return findings.Any(f => f.Count > 0) ? 1 : 0;
    }

    /// <summary>Turns the vault, or goes on with a turn that was interrupted; one line a step.</summary>
    /// <returns>0, or 1 where nothing was done: another process is at it, or the operator must add a key first.</returns>
    /// <exception cref="SettingException">The file of the vault keys cannot be read.</exception>
    public static async Task<int> RotateVault(string connectionString, VaultKeyFile file, VaultTurnOptions options, TextWriter output)
    {
        await using var database = Database.Open(connectionString);
        var turning = new VaultTurning(file, new VaultTurns(database), new VaultRecords(database), options, TimeProvider.System);
        return await turning.Run(output.WriteLine, CancellationToken.None) is VaultTurnEnd.Turned or VaultTurnEnd.NeedsRemoval ? 0 : 1;
    }
}
