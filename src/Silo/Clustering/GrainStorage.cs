using Diary.Grains.Sessions;
using Orleans.Serialization;
using Orleans.Storage;

namespace Diary.Silo.Clustering;

/// <summary>Where grains that are not event-sourced keep their state: in the diary's database, through Orleans' provider.</summary>
public static class GrainStorage
{
    /// <summary>
    /// Keeps sessions, in Orleans' own encoding by the ids of members. The provider's default is JSON, which writes what a type shows
    /// and so loses every <c>Bytes</c>.
    /// </summary>
    /// <param name="silo">Where to.</param>
    /// <param name="connectionString">As <see cref="OrleansSchema.ConnectionString"/> makes it.</param>
    public static ISiloBuilder AddSessionStorage(this ISiloBuilder silo, string connectionString) =>
        silo.AddAdoNetGrainStorage(SessionGrain.Storage, builder => builder.Configure<Serializer>((options, serializer) =>
        {
            (options.Invariant, options.ConnectionString) = (OrleansSchema.Invariant, connectionString);
            options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
}
