using Diary.Projections.Events;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using JasperFx.MultiTenancy;
using Marten;
using Npgsql;

namespace Diary.Projections;

/// <summary>The one Marten configuration.</summary>
public static class EventStore
{
    /// <summary>The schema of the event tables.</summary>
    public const string Schema = "events";

    /// <summary>
    /// Opens the store: string streams, a tenant an account, binary events under our own names, read models in the same transaction.
    /// </summary>
    /// <param name="database">Where to.</param>
    /// <param name="withReadModels">Off only to measure what events alone cost.</param>
    public static DocumentStore Open(NpgsqlDataSource database, bool withReadModels = true) => DocumentStore.For(options =>
    {
        options.Connection(database);
        options.DatabaseSchemaName = Schema;
        options.AutoCreateSchemaObjects = AutoCreate.None; // schemas change in one place: DiarySchema
        options.DisableNpgsqlLogging = true;
        options.Advanced.DefaultTenantUsageEnabled = false; // a session that names no account is a mistake
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.TenancyStyle = TenancyStyle.Conjoined;
        options.Events.AppendMode = EventAppendMode.Quick;
        options.Events.IgnoreIndex("mt_events_by_owner"); // ours (Schema/Events.sql): else Marten would drop it
        options.Events.DefaultBinarySerializer = EventEncoding.Instance;
        foreach (var (type, name) in EventNames.All)
        {
            options.Events.MapEventType(type, name);
            UseBinary.MakeGenericMethod(type).Invoke(null, [options.Events]);
        }

        if (withReadModels)
        {
            options.Projections.Add(new ReadModelProjection(), ProjectionLifecycle.Inline);
        }
    });

    private static readonly System.Reflection.MethodInfo UseBinary =
        typeof(EventStore).GetMethod(nameof(Binary), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;

    private static void Binary<TEvent>(Marten.Events.IEventStoreOptions events) where TEvent : class =>
        events.UseBinarySerializer<TEvent>(EventEncoding.Instance);
}
