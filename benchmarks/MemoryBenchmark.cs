using System.Diagnostics;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.Grains;
using Diary.Silo.Hosting;
using Diary.Silo.Vault;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Diary.Benchmarks;

/// <summary>What a silo holds after many accounts wrote many entries, and what is left once their grains are idle.</summary>
internal static class MemoryBenchmark
{
    private const int Accounts = 1_000;
    private const int EntriesEach = 100;

    public static async Task Run()
    {
        await using var postgres = await OwnPostgres.Start();
        var settings = DiarySettings.From(
            new ConfigurationBuilder().AddInMemoryCollection([new("Diary:Url", "http://127.0.0.1:0")]).Build());
        var keys = new VaultKeyFile(Path.Combine(Directory.CreateTempSubdirectory("personal-diary-benchmark-").FullName, "vault.key"));
        await using var app = DiaryHost.Build([], settings, postgres.ConnectionString, keys.Open(isNewDatabase: true), keys);
        await app.OpenVault();
        await app.StartAsync();
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        var management = grains.GetGrain<IManagementGrain>(0);
        var before = Heap();
        var grainsBefore = await management.GetTotalActivationCount();

        var start = Stopwatch.GetTimestamp();
        var accounts = Enumerable.Range(0, Accounts).Select(_ => new AccountId(Guid.CreateVersion7())).ToArray();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Accounts * EntriesEach), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, _) =>
        {
            var (account, entry) = (accounts[i % Accounts], new EntryId(Guid.CreateVersion7()));
            var receipt = await grains.Entry(account, entry).Execute(new EntryCommand.Write(entry, account,
                new EntryDay(new DateOnly(2026, 11, 23), "UTC"), EntrySource.Diary, Samples.Draft(0), null));
            if (receipt is not { Version: 1, Refusal: null, RetryAfter: null })
            {
                throw new InvalidOperationException(receipt.ToString());
            }
        });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var after = Heap();
        var active = await management.GetTotalActivationCount() - grainsBefore;
        Console.WriteLine(
            $"{Accounts * EntriesEach} entries of {Accounts} accounts in {seconds:F0} s ({Accounts * EntriesEach / seconds:F0} "
            + "a second, through the grains)");
        Console.WriteLine(
            $"{active} grains awake: heap {after >> 20} MiB (before: {before >> 20}), working set {Environment.WorkingSet >> 20} MiB, "
            + $"{(active == 0 ? 0 : (after - before) / active)} bytes a grain");

        await management.ForceActivationCollection(TimeSpan.Zero);
        Console.WriteLine(
            $"idle grains collected: {await management.GetTotalActivationCount() - grainsBefore} awake, heap {Heap() >> 20} MiB, "
            + $"working set {Environment.WorkingSet >> 20} MiB");
        await app.StopAsync();
    }

    private static long Heap()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
