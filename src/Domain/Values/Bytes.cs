namespace Diary.Domain;

/// <summary>An immutable run of bytes that compares by value and never prints what it holds.</summary>
[GenerateSerializer, Immutable, Alias("Bytes")]
public readonly struct Bytes : IEquatable<Bytes>
{
    [Id(0)]
    private readonly byte[]? _value;

    /// <summary>Takes over <paramref name="value"/>, which must not be changed afterwards.</summary>
    public Bytes(byte[] value) => _value = value;

    /// <summary>No bytes at all; the same as the default.</summary>
    public static Bytes Empty => default;

    /// <summary>How many bytes there are.</summary>
    public int Length => _value?.Length ?? 0;

    /// <summary>True where there are none.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The bytes, to read.</summary>
    public ReadOnlySpan<byte> Span => _value;

    /// <summary>The bytes, to hand on without a copy.</summary>
    public ReadOnlyMemory<byte> Memory => _value;

    /// <summary>The array itself, for libraries that take nothing else; it must not be written to.</summary>
    public byte[] ToArrayUnsafe() => _value ?? [];

    /// <inheritdoc/>
    public bool Equals(Bytes other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Bytes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The length only: what is sealed stays out of every log.</summary>
    public override string ToString() => $"{Length} bytes";

    /// <summary>Compares by value.</summary>
    public static bool operator ==(Bytes left, Bytes right) => left.Equals(right);

    /// <summary>Compares by value.</summary>
    public static bool operator !=(Bytes left, Bytes right) => !left.Equals(right);
}
