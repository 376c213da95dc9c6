namespace Diary.Domain.Media;

/// <summary>The state of a diary's file, folded from its events.</summary>
public abstract record MediaFile
{
    private MediaFile() { }

    /// <summary>How many events made it; 0 where there is none.</summary>
    public abstract int Version { get; }

    /// <summary>Nothing was announced under this id.</summary>
    public sealed record Absent : MediaFile
    {
        /// <inheritdoc/>
        public override int Version => 0;
    }

    /// <summary>It was announced.</summary>
    /// <param name="AtVersion">Its version.</param>
    /// <param name="SizeBytes">The bytes that it has, or will have.</param>
    /// <param name="Digest">What a repeated announcement is recognised by.</param>
    /// <param name="ExpiresAt">When it is given up; null where it is whole.</param>
    public sealed record Kept(int AtVersion, long SizeBytes, Bytes Digest, DateTimeOffset? ExpiresAt) : MediaFile
    {
        /// <inheritdoc/>
        public override int Version => AtVersion;
    }

    /// <summary>Its key is destroyed; the id is never given again.</summary>
    public sealed record Gone(int AtVersion) : MediaFile
    {
        /// <inheritdoc/>
        public override int Version => AtVersion;
    }

    /// <summary>Nothing yet.</summary>
    public static readonly MediaFile Initial = new Absent();

    /// <summary>The state after <paramref name="event"/>; what cannot follow changes only the version.</summary>
    public MediaFile Apply(MediaEvent @event) => (this, @event) switch
    {
        (Absent, MediaEvent.Announced e) => new Kept(1, e.SizeBytes, e.Digest, e.ExpiresAt),
        (Kept k, MediaEvent.Ready) => k with { AtVersion = k.Version + 1, ExpiresAt = null },
        (Kept k, MediaEvent.Deleted) => new Gone(k.Version + 1),
        (Kept k, _) => k with { AtVersion = k.Version + 1 },
        (Gone g, _) => new Gone(g.Version + 1),
        _ => this,
    };

    /// <summary>The state after all of <paramref name="events"/>, from nothing.</summary>
    public static MediaFile Fold(IEnumerable<MediaEvent> events) => events.Aggregate(Initial, (state, e) => state.Apply(e));
}
