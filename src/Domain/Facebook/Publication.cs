namespace Diary.Domain.Facebook;

/// <summary>The publication of an entry on one page, folded from its events.</summary>
/// <param name="Version">How many events made it; 0 where there is none.</param>
/// <param name="State">How it stands.</param>
public sealed record Publication(int Version, PublicationState State)
{
    /// <summary>So often it is looked for what may have been sent, before it is sent again.</summary>
    public const int Lookups = 2;

    /// <summary>How long lies between two of them at least.</summary>
    public static readonly TimeSpan BetweenLookups = TimeSpan.FromMinutes(2);

    /// <summary>Nothing yet.</summary>
    public static readonly Publication Initial = new(0, PublicationState.None);

    /// <summary>What is to stand there.</summary>
    public Bytes Text { get; init; }

    /// <summary>The link and the photos.</summary>
    public Bytes Attached { get; init; }

    /// <summary>The version whose content the entry had when it was asked for.</summary>
    public int SealedAt { get; init; }

    /// <summary>Whether it stands there, perhaps with an earlier text.</summary>
    public bool IsThere { get; init; }

    /// <summary>When it was sent last, where it is not known what became of it.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Since when it stands there as it was asked for last; null where it does not.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>How often it was looked for since then.</summary>
    public int LookedUp { get; init; }

    /// <summary>When it was looked for last.</summary>
    public DateTimeOffset? LookedUpAt { get; init; }

    /// <summary>Whether it is to be sent still.</summary>
    public bool IsUnderWay => State is PublicationState.Queued or PublicationState.Uncertain;

    /// <summary>The state after <paramref name="event"/>.</summary>
    public Publication Apply(PublicationEvent @event) => (@event switch
    {
        PublicationEvent.Queued e => this with
        {
            State = PublicationState.Queued,
            Text = e.Text,
            Attached = e.Attached,
            SealedAt = e.SealedAt,
        },
        PublicationEvent.Attempted e =>
            this with { State = PublicationState.Uncertain, SentAt = e.At, LookedUp = 0, LookedUpAt = null },
        PublicationEvent.LookedUp e => LookedUp + 1 < Lookups ? this with { LookedUp = LookedUp + 1, LookedUpAt = e.At } : Unsent,
        PublicationEvent.Refused => Unsent,
        PublicationEvent.Published e =>
            this with { State = PublicationState.Published, IsThere = true, SentAt = null, PublishedAt = e.At },
        PublicationEvent.Failed => this with { State = PublicationState.Failed, SentAt = null },
        PublicationEvent.HandedOff => this with { State = PublicationState.HandedOff },
        _ => this,
    }) with
    { Version = Version + 1 };

    private Publication Unsent => this with { State = PublicationState.Queued, SentAt = null, LookedUp = 0, LookedUpAt = null };

    /// <summary>The state after all of <paramref name="events"/>, from nothing.</summary>
    public static Publication Fold(IEnumerable<PublicationEvent> events) => events.Aggregate(Initial, (state, e) => state.Apply(e));
}

/// <summary>How a publication stands. The numbers stand in the database.</summary>
[Alias("PublicationState")]
public enum PublicationState
{
    /// <summary>There is none.</summary>
    None = 0,

    /// <summary>It is to be sent, and nothing of it stands there for certain but an earlier text.</summary>
    Queued = 1,

    /// <summary>It was sent, and it is not known what became of it.</summary>
    Uncertain = 2,

    /// <summary>It stands there.</summary>
    Published = 3,

    /// <summary>It was given up.</summary>
    Failed = 4,

    /// <summary>A link was handed over.</summary>
    HandedOff = 5,
}
