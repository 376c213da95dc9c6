using System.Net;
using System.Net.Sockets;
using Diary.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace Diary.Silo.Tests.Clustering;

/// <summary>A real silo, configured as the diary's are, on the schema under test.</summary>
internal sealed class OrleansSilo(IHost host) : IAsyncDisposable
{
    public const string Store = "store";

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public IGrainStorage Storage => host.Services.GetRequiredKeyedService<IGrainStorage>(Store);

    public static async Task<OrleansSilo> Start(string connectionString)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("test", "diary"))
            .ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort())
            .UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (OrleansSchema.Invariant, connectionString))
            .UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (OrleansSchema.Invariant, connectionString))
            .AddAdoNetGrainStorage(Store, o => (o.Invariant, o.ConnectionString) = (OrleansSchema.Invariant, connectionString)));
        var silo = new OrleansSilo(builder.Build());
        await silo.Run();
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    private Task Run() => host.StartAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
