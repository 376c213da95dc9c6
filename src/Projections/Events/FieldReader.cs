using System.Buffers;
using Diary.Domain;
using MessagePack;

namespace Diary.Projections.Events;

/// <summary>Reads the fields of one event in their order.</summary>
internal ref struct FieldReader
{
    private MessagePackReader _reader;

    public FieldReader(ReadOnlyMemory<byte> data)
    {
        _reader = new MessagePackReader(data);
        Fields = _reader.ReadArrayHeader();
    }

    /// <summary>How many fields the event has: those that a later version appended are there, or are not.</summary>
    public int Fields { get; }

    public int Int() => _reader.ReadInt32();

    public long Long() => _reader.ReadInt64();

    public string Text() => _reader.ReadString() ?? string.Empty;

    public string? TextOrNil() => _reader.ReadString();

    public Bytes Bytes() => _reader.ReadBytes() is { } bytes ? new Bytes(bytes.ToArray()) : Diary.Domain.Bytes.Empty;

    public Guid Id() => new(Bytes().Span, bigEndian: true);

    public SessionId? Session() => _reader.TryReadNil() ? null : new SessionId(Id());

    public DateTimeOffset Time() => DateTimeOffset.FromUnixTimeMilliseconds(_reader.ReadInt64());

    public DateTimeOffset? TimeOrNil() => _reader.TryReadNil() ? null : Time();

    public DateOnly Date() => DateOnly.FromDayNumber(_reader.ReadInt32());

    public int List() => _reader.ReadArrayHeader();
}

/// <summary>Writes the fields of one event in their order.</summary>
internal static class FieldWriter
{
    public static void Put(this ref MessagePackWriter writer, Bytes value) => writer.Write(value.Span);

    public static void Put(this ref MessagePackWriter writer, Guid value) => writer.Write(value.ToByteArray(bigEndian: true));

    public static void Put(this ref MessagePackWriter writer, SessionId? value)
    {
        if (value is { } session)
        {
            writer.Put(session.Value);
        }
        else
        {
            writer.WriteNil();
        }
    }

    public static void Put(this ref MessagePackWriter writer, DateTimeOffset value) => writer.Write(value.ToUnixTimeMilliseconds());

    public static void PutOrNil(this ref MessagePackWriter writer, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            writer.Put(time);
        }
        else
        {
            writer.WriteNil();
        }
    }

    public static void Put(this ref MessagePackWriter writer, DateOnly value) => writer.Write(value.DayNumber);
}
