using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Facebook;
using Diary.Domain.Media;

namespace Diary.Projections.Rebuild;

/// <summary>A part of the read models that one kind of event makes, and that can be rebuilt by itself.</summary>
public sealed class ReadModel
{
    /// <summary>What sign-in reads.</summary>
    public static readonly ReadModel Accounts = new("accounts", typeof(AccountEvent), new ReadModelTable("accounts", "account_id"));

    /// <summary>Entries with their history, tags, search terms and vocabulary.</summary>
    public static readonly ReadModel Entries = new("entries", typeof(EntryEvent),
        new ReadModelTable("entries", "account_id, entry_id"),
        new ReadModelTable("entry_events", "account_id, entry_id, version"),
        new ReadModelTable("entry_tags", "account_id, entry_id, token"),
        new ReadModelTable("entry_media", "account_id, media_id, entry_id"),
        new ReadModelTable("entry_origins", "account_id, entry_id"),
        new ReadModelTable("entry_terms", "account_id, entry_id"),
        new ReadModelTable("vocabulary", "account_id, quarter, token, entry_id"));

    /// <summary>Files.</summary>
    public static readonly ReadModel Media = new("media", typeof(MediaEvent), new ReadModelTable("media", "account_id, media_id"));

    /// <summary>Connections to Facebook.</summary>
    public static readonly ReadModel Facebook = new("facebook", typeof(ConnectionEvent), new ReadModelTable("connections", "account_id"));

    /// <summary>Publications.</summary>
    public static readonly ReadModel Publications =
        new("publications", typeof(PublicationEvent), new ReadModelTable("publications", "account_id, publication_id"));

    /// <summary>Every read model.</summary>
    public static readonly IReadOnlyList<ReadModel> All = [Accounts, Entries, Media, Facebook, Publications];

    private ReadModel(string name, Type union, params ReadModelTable[] tables)
    {
        Name = name;
        Tables = tables;
        EventNames = [.. Events.EventNames.All.Where(e => union.IsAssignableFrom(e.Key)).Select(e => e.Value)];
    }

    /// <summary>The name that an operator gives.</summary>
    public string Name { get; }

    /// <summary>Its tables.</summary>
    internal IReadOnlyList<ReadModelTable> Tables { get; }

    /// <summary>The wire names of the events that make it.</summary>
    internal IReadOnlyList<string> EventNames { get; }
}

/// <summary>A table of a read model.</summary>
/// <param name="Name">Its name, the same in every schema.</param>
/// <param name="Key">The columns of its primary key, separated by commas.</param>
internal sealed record ReadModelTable(string Name, string Key);
