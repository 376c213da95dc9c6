using Diary.Domain;
using Diary.Domain.Media;
using MessagePack;

namespace Diary.Projections.Events;

/// <summary>The fields of the events of a diary's file, in the order of docs/events.md.</summary>
internal static class MediaEventEncoding
{
    public static void Write(ref MessagePackWriter writer, MediaEvent @event)
    {
        var announced = @event as MediaEvent.Announced;
        writer.WriteArrayHeader(announced is null ? 2 : 7);
        writer.Put(@event.At);
        writer.Put(@event.By);
        if (announced is not null)
        {
            writer.Put(announced.MediaId.Value);
            writer.Put(announced.Owner.Value);
            writer.Write(announced.SizeBytes);
            writer.Put(announced.Digest);
            writer.Put(announced.ExpiresAt);
        }
    }

    public static MediaEvent Read(Type type, ref FieldReader reader)
    {
        var at = reader.Time();
        var by = reader.Session();
        return type.Name switch
        {
            nameof(MediaEvent.Announced) => new MediaEvent.Announced(
                new MediaId(reader.Id()), new AccountId(reader.Id()), reader.Long(), reader.Bytes(), reader.Time(), by, at),
            nameof(MediaEvent.Ready) => new MediaEvent.Ready(by, at),
            nameof(MediaEvent.Deleted) => new MediaEvent.Deleted(by, at),
            _ => throw new InvalidDataException($"{type.Name} is no event of a file."),
        };
    }
}
