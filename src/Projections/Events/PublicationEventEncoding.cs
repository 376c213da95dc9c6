using Diary.Domain;
using Diary.Domain.Facebook;
using MessagePack;

namespace Diary.Projections.Events;

/// <summary>The fields of the events of a publication, in the order of docs/events.md.</summary>
internal static class PublicationEventEncoding
{
    public static void Write(ref MessagePackWriter writer, PublicationEvent @event)
    {
        var queued = @event as PublicationEvent.Queued;
        writer.WriteArrayHeader(queued is null ? 2 : 6);
        writer.Put(@event.At);
        writer.Put(@event.By);
        if (queued is not null)
        {
            writer.Put(queued.EntryId.Value);
            writer.Write(queued.SealedAt);
            writer.Put(queued.Text);
            writer.Put(queued.Attached);
        }
    }

    public static PublicationEvent Read(Type type, ref FieldReader reader)
    {
        var at = reader.Time();
        var by = reader.Session();
        return type.Name switch
        {
            nameof(PublicationEvent.Queued) => new PublicationEvent.Queued(
                new EntryId(reader.Id()), reader.Int(), reader.Bytes(), reader.Bytes(), by, at),
            nameof(PublicationEvent.Attempted) => new PublicationEvent.Attempted(at),
            nameof(PublicationEvent.LookedUp) => new PublicationEvent.LookedUp(at),
            nameof(PublicationEvent.Refused) => new PublicationEvent.Refused(at),
            nameof(PublicationEvent.Published) => new PublicationEvent.Published(at),
            nameof(PublicationEvent.Failed) => new PublicationEvent.Failed(at),
            nameof(PublicationEvent.HandedOff) => new PublicationEvent.HandedOff(at),
            _ => throw new InvalidDataException($"{type.Name} is no event of a publication."),
        };
    }
}
