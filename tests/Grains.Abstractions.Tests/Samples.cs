namespace Diary.Grains.Abstractions.Tests;

// One of each kind that the printer tells apart.
[GenerateSerializer, Alias("Sample")]
public abstract record Sample
{
    [Alias("Colour")]
    public enum Paint : byte
    {
        Red = 1,
        Blue = 7,
    }

    [GenerateSerializer, Alias("Stroke")]
    public sealed record Stroke(Paint Colour, int? Length) : Sample
    {
        [Id(4)]
        public string Note { get; init; } = "";
    }
}

[GenerateSerializer]
public readonly struct Pot(long[] grams) : IEquatable<Pot>
{
    [Id(0)]
    private readonly long[] _grams = grams;

    public bool Equals(Pot other) => _grams.AsSpan().SequenceEqual(other._grams);

    public override bool Equals(object? obj) => obj is Pot other && Equals(other);

    public override int GetHashCode() => _grams.Length;

    public static bool operator ==(Pot left, Pot right) => left.Equals(right);

    public static bool operator !=(Pot left, Pot right) => !left.Equals(right);
}

[Alias("IPainter")]
public interface IPainter : IGrainWithGuidKey
{
    [Alias("Mix")]
    Task<IReadOnlyList<string>> Mix(int? count, Sample.Stroke stroke);

    Task Rest();
}

public abstract record StaysAtHome
{
    public enum Mood
    {
        Calm,
    }
}
