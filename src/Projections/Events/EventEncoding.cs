using System.Buffers;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Domain.Facebook;
using Diary.Domain.Media;
using JasperFx.Events;
using MessagePack;

namespace Diary.Projections.Events;

/// <summary>
/// The one binary encoding of events (docs/events.md): a format byte, then one MessagePack array a event, its fields in a fixed order.
/// A later version of an event appends fields; a reader takes what is there and fills in defaults for what is not.
/// </summary>
public sealed class EventEncoding : IEventBinarySerializer
{
    /// <summary>The first byte of every event.</summary>
    public const byte Format = 0x01;

    /// <summary>The one instance: it has no state.</summary>
    public static readonly EventEncoding Instance = new();

    /// <inheritdoc/>
    public byte[] Serialize(Type type, object data)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        buffer.GetSpan(1)[0] = Format;
        buffer.Advance(1);
        var writer = new MessagePackWriter(buffer);
        switch (data)
        {
            case EntryEvent e: EntryEventEncoding.Write(ref writer, e); break;
            case AccountEvent e: AccountEventEncoding.Write(ref writer, e); break;
            case MediaEvent e: MediaEventEncoding.Write(ref writer, e); break;
            case PublicationEvent e: PublicationEventEncoding.Write(ref writer, e); break;
            case ConnectionEvent e: ConnectionEventEncoding.Write(ref writer, e); break;
            default: throw new ArgumentException($"{type} is no event of ours.", nameof(data));
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The bytes are of another format, cut short, or hold what no field can hold.</exception>
    /// <exception cref="MessagePackSerializationException">A field is of another kind than its place asks for.</exception>
    public object Deserialize(Type type, byte[] data)
    {
        if (data.Length == 0 || data[0] != Format)
        {
            throw new InvalidDataException("The event is of a format that this version does not read.");
        }

        try
        {
            var reader = new FieldReader(data.AsMemory(1));
            return typeof(EntryEvent).IsAssignableFrom(type) ? EntryEventEncoding.Read(type, ref reader)
                : typeof(AccountEvent).IsAssignableFrom(type) ? AccountEventEncoding.Read(type, ref reader)
                : typeof(MediaEvent).IsAssignableFrom(type) ? MediaEventEncoding.Read(type, ref reader)
                : typeof(PublicationEvent).IsAssignableFrom(type) ? PublicationEventEncoding.Read(type, ref reader)
                : typeof(ConnectionEvent).IsAssignableFrom(type) ? ConnectionEventEncoding.Read(type, ref reader)
                : throw new InvalidDataException($"{type} is no event of ours.");
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"The bytes are no {type.Name} event.", e);
        }
    }
}
