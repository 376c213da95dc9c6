using Diary.Domain.Facebook;
using MessagePack;

namespace Diary.Projections.Events;

/// <summary>The fields of the events of a connection to Facebook, in the order of docs/events.md.</summary>
internal static class ConnectionEventEncoding
{
    public static void Write(ref MessagePackWriter writer, ConnectionEvent @event)
    {
        switch (@event)
        {
            case ConnectionEvent.Connected e:
                Begin(ref writer, 6, e);
                writer.Put(e.UserToken);
                writer.Write(e.Pulls ? 1 : 0);
                writer.Write(e.Publishes ? 1 : 0);
                writer.PutOrNil(e.TokenExpiresAt);
                break;
            case ConnectionEvent.Configured e:
                Begin(ref writer, 4, e);
                writer.Write(e.Pulls ? 1 : 0);
                writer.Write(e.EveryMinutes);
                break;
            case ConnectionEvent.Prolonged e:
                Begin(ref writer, 3, e);
                writer.PutOrNil(e.TokenExpiresAt);
                break;
            case ConnectionEvent.WatermarkRaised e:
                Begin(ref writer, 3, e);
                writer.Put(e.Watermark);
                break;
            case ConnectionEvent.Disconnected e:
                Begin(ref writer, 3, e);
                writer.Write((int)e.Why);
                break;
            default:
                Begin(ref writer, 2, @event);
                break;
        }
    }

    public static ConnectionEvent Read(Type type, ref FieldReader reader)
    {
        var at = reader.Time();
        var by = reader.Session();
        return type.Name switch
        {
            nameof(ConnectionEvent.Connected) => new ConnectionEvent.Connected(
                reader.Bytes(), reader.Int() != 0, reader.Int() != 0, reader.TimeOrNil(), by, at),
            nameof(ConnectionEvent.Configured) => new ConnectionEvent.Configured(reader.Int() != 0, reader.Int(), by, at),
            nameof(ConnectionEvent.Prolonged) => new ConnectionEvent.Prolonged(reader.TimeOrNil(), at),
            nameof(ConnectionEvent.ReconnectNeeded) => new ConnectionEvent.ReconnectNeeded(at),
            nameof(ConnectionEvent.WatermarkRaised) => new ConnectionEvent.WatermarkRaised(reader.Time(), at),
            nameof(ConnectionEvent.Disconnected) => new ConnectionEvent.Disconnected((DisconnectReason)reader.Int(), by, at),
            _ => throw new InvalidDataException($"{type.Name} is no event of a connection."),
        };
    }

    private static void Begin(ref MessagePackWriter writer, int fields, ConnectionEvent @event)
    {
        writer.WriteArrayHeader(fields);
        writer.Put(@event.At);
        writer.Put(@event.By);
    }
}
