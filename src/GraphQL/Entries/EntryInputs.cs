using System.ComponentModel;
using Diary.Domain.Entries;
using GraphQL;

namespace Diary.GraphQL.Entries;

/// <summary>Which entries.</summary>
public sealed class EntryFilter
{
    /// <summary>The first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Names.</summary>
    [Description("Entries that carry all of these (UCE).")]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Tokens.</summary>
    [Description("The same by token (E2E).")]
    public IReadOnlyList<byte[]>? TagTokens { get; init; }

    /// <summary>A mood.</summary>
    public string? Mood { get; init; }

    /// <summary>Where they came from.</summary>
    public EntrySource? Source { get; init; }

    /// <summary>Whether anything is attached.</summary>
    public bool? HasMedia { get; init; }

    /// <summary>Which side of the trash.</summary>
    [DefaultAstValue("false"), Description("True: the trash only. False: everything else.")]
    public bool? Deleted { get; init; }
}

/// <summary>A content, in the tier's own form.</summary>
[OneOf]
public sealed class EntryContentInput
{
    /// <summary>UCE.</summary>
    public PlainContentInput? Plain { get; init; }

    /// <summary>E2E.</summary>
    public SealedContentInput? Sealed { get; init; }
}

/// <summary>A content in plain text, which the edge seals.</summary>
public sealed class PlainContentInput
{
    /// <summary>At most 1,000 characters.</summary>
    public string? Title { get; init; }

    /// <summary>About 1 MiB at most, with all the rest.</summary>
    public required string Body { get; init; }

    /// <summary>At most 100 characters.</summary>
    public string? Mood { get; init; }

    /// <summary>Where it was.</summary>
    public LocationInput? Location { get; init; }

    /// <summary>What the weather was like.</summary>
    public WeatherInput? Weather { get; init; }

    /// <summary>At most 100 of at most 100 characters each.</summary>
    [DefaultAstValue("[]")]
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>Where it was.</summary>
public sealed class LocationInput
{
    /// <summary>At most 500 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Degrees north, -90 to 90.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east, -180 to 180.</summary>
    public double? Longitude { get; init; }
}

/// <summary>What the weather was like.</summary>
public sealed class WeatherInput
{
    /// <summary>At most 500 characters.</summary>
    public string? Condition { get; init; }

    /// <summary>Degrees Celsius, -150 to 150.</summary>
    public double? TemperatureC { get; init; }
}

/// <summary>A new entry.</summary>
public sealed class CreateEntryInput
{
    /// <summary>Made by the client.</summary>
    [Id, Description("A UUID that the client makes, so that a repeated request creates nothing twice. UUIDv7 serves best.")]
    public required string Id { get; init; }

    /// <summary>The day that it is about.</summary>
    public required DateOnly EntryDate { get; init; }

    /// <summary>An IANA zone id; the account's where left out.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What it holds.</summary>
    public required EntryContentInput Content { get; init; }

    /// <summary>At most 100 files that are READY, in the order in which they are shown.</summary>
    [Id, DefaultAstValue("[]")]
    public IReadOnlyList<string>? Media { get; init; }
}

/// <summary>A change of an entry; what is left out stays.</summary>
public sealed class EditEntryInput
{
    /// <summary>The entry.</summary>
    [Id]
    public required string Id { get; init; }

    /// <summary>The version that the client saw.</summary>
    public required int ExpectedVersion { get; init; }

    /// <summary>Another day.</summary>
    public DateOnly? EntryDate { get; init; }

    /// <summary>Another zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Another content.</summary>
    public EntryContentInput? Content { get; init; }

    /// <summary>All that is to be attached from then on; what is left out is detached, and stays with earlier versions.</summary>
    [Id]
    public IReadOnlyList<string>? Media { get; init; }
}

/// <summary>Which version to bring back.</summary>
public sealed class RestoreRevisionInput
{
    /// <summary>The entry.</summary>
    [Id]
    public required string Id { get; init; }

    /// <summary>The version that the client saw.</summary>
    public required int ExpectedVersion { get; init; }

    /// <summary>The version to bring back.</summary>
    public required int Version { get; init; }
}

/// <summary>Which entry.</summary>
public sealed class EntryCommandInput
{
    /// <summary>The entry.</summary>
    [Id]
    public required string Id { get; init; }

    /// <summary>The version that the client saw, where it matters.</summary>
    public int? ExpectedVersion { get; init; }
}
