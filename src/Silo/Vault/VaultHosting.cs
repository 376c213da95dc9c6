using Diary.Cryptography;
using Diary.Grains.Vault;
using Diary.GraphQL.Erasure;
using Diary.GraphQL.Keys;
using Diary.Projections.Entries;
using Diary.Projections.Vault;
using Diary.Silo.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Diary.Silo.Vault;

/// <summary>The vault within the process: its keys, its turns, what is attested of it, and what lies under it.</summary>
public static class VaultHosting
{
    /// <summary>Adds them.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings">Checked settings.</param>
    /// <param name="applicationName">What Data Protection tells applications on one store apart by.</param>
    /// <param name="keys">The vault's keys; the host disposes them.</param>
    /// <param name="file">Where they were read from.</param>
    public static void AddVault(
        this IServiceCollection services, DiarySettings settings, string applicationName, VaultKeyRing keys, VaultKeyFile file)
    {
        services.AddSingleton(_ => keys).AddSingleton(file).AddSingleton<VaultKeyWatch>()
            .AddSingleton<VaultRecords>().AddSingleton<VaultTurns>().AddSingleton(new VaultTurnOptions { Pause = settings.VaultTurnPause })
            .AddSingleton<IVaultTurn, VaultTurning>().AddSingleton<PurgeReader>().AddSingleton<ReceiptSigner>()
            .AddSingleton<ErasureStore>().AddSingleton<AccountErasure>().AddSingleton<DeletionDesk>();
        services.AddSingleton<DataProtectionKeys>().AddDataProtection().SetApplicationName(applicationName).Services
            .AddOptions<KeyManagementOptions>().Configure<DataProtectionKeys>((options, repository) => options.XmlRepository = repository);
    }

    /// <summary>Meets the vault before anything else does.</summary>
    /// <exception cref="SettingException">The vault keys are not this database's, or begin with one that is retired.</exception>
    public static async Task OpenVault(this WebApplication app)
    {
        var (file, turns) = (app.Services.GetRequiredService<VaultKeyFile>(), app.Services.GetRequiredService<VaultTurns>());
        var current = app.Services.GetRequiredService<VaultKeyRing>().CurrentKeyId;
        if (await turns.IsRetired(current, CancellationToken.None))
        {
            throw file.BeginsWithRetired();
        }

        try
        {
            await app.Services.GetRequiredService<ServerKeys>().Load(CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw file.OfAnotherDatabase();
        }

        await turns.Begin(current, app.Services.GetRequiredService<TimeProvider>().GetUtcNow(), CancellationToken.None);
    }
}
