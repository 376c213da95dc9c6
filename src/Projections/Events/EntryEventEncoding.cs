using Diary.Domain;
using Diary.Domain.Entries;
using MessagePack;

namespace Diary.Projections.Events;

/// <summary>The fields of an entry's events, in the order of docs/events.md.</summary>
internal static class EntryEventEncoding
{
    private const int WordFields = 4;

    public static void Write(ref MessagePackWriter writer, EntryEvent @event)
    {
        switch (@event)
        {
            case EntryEvent.Written e:
                Begin(ref writer, 16, e);
                writer.Put(e.EntryId.Value);
                writer.Put(e.Owner.Value);
                Put(ref writer, e.Day);
                writer.Write((int)e.Source);
                writer.Put(e.Body);
                Put(ref writer, e.Index);
                Put(ref writer, e.Media);
                break;
            case EntryEvent.Imported e:
                Begin(ref writer, 21, e);
                writer.Put(e.EntryId.Value);
                writer.Put(e.Owner.Value);
                writer.Put(e.Import);
                Put(ref writer, e.Day);
                writer.Write((int)e.Source);
                writer.Put(e.Body);
                Put(ref writer, e.Index);
                writer.Put(e.ImportedAt);
                Put(ref writer, e.Media);
                writer.Put(e.Origin?.Item ?? Bytes.Empty);
                writer.Put(e.Origin?.Match ?? Bytes.Empty);
                writer.Put(e.Origin?.Seen ?? Bytes.Empty);
                break;
            case EntryEvent.Edited e:
                Begin(ref writer, 13, e);
                Put(ref writer, e.Day);
                writer.Put(e.Body);
                Put(ref writer, e.Index);
                Put(ref writer, e.Media);
                break;
            case EntryEvent.Redated e:
                Begin(ref writer, 4, e);
                Put(ref writer, e.Day);
                break;
            case EntryEvent.MediaAttached e:
                Begin(ref writer, 5, e);
                Put(ref writer, e.Media);
                Put(ref writer, e.Day);
                break;
            case EntryEvent.MediaDetached e:
                Begin(ref writer, 5, e);
                Put(ref writer, e.Media);
                Put(ref writer, e.Day);
                break;
            case EntryEvent.Restored e:
                Begin(ref writer, 14, e);
                writer.Write(e.Revision);
                writer.Write(e.SealedAt);
                Put(ref writer, e.Day);
                Put(ref writer, e.Index);
                Put(ref writer, e.Media);
                break;
            case EntryEvent.Tagged e:
                Begin(ref writer, 3, e);
                Put(ref writer, e.Tags);
                break;
            case EntryEvent.Deleted e:
                Begin(ref writer, 3, e);
                writer.Put(e.PurgeAt);
                break;
            case EntryEvent.Purged e:
                Begin(ref writer, 4, e);
                writer.Write(e.KeysDestroyed);
                Put(ref writer, e.Words);
                break;
            case EntryEvent.Indexed e:
                Begin(ref writer, 8, e);
                writer.Write(e.SealedAt);
                writer.Put(e.Date);
                writer.Put(e.Fingerprint);
                writer.Put(e.Terms);
                writer.Put(e.WordCount);
                Put(ref writer, e.Words);
                break;
            case EntryEvent.Published e:
                Begin(ref writer, 3, e);
                writer.Put(e.Publication);
                break;
            case EntryEvent.SourceSeen e:
                Begin(ref writer, 3, e);
                writer.Write(e.IsThere ? 1 : 0);
                break;
            default:
                Begin(ref writer, 2, @event);
                break;
        }
    }

    public static EntryEvent Read(Type type, ref FieldReader reader)
    {
        var at = reader.Time();
        var by = reader.Session();
        return type.Name switch
        {
            nameof(EntryEvent.Written) => new EntryEvent.Written(
                new EntryId(reader.Id()), new AccountId(reader.Id()), Day(ref reader), (EntrySource)reader.Int(), reader.Bytes(),
                Index(ref reader, reader.Fields > 13), by, at, Media(ref reader, reader.Fields > 15)),
            nameof(EntryEvent.Imported) => Imported(ref reader, at),
            nameof(EntryEvent.Edited) => new EntryEvent.Edited(Day(ref reader), reader.Bytes(),
                Index(ref reader, reader.Fields > 10), by, at, Media(ref reader, reader.Fields > 12)),
            nameof(EntryEvent.Redated) => new EntryEvent.Redated(Day(ref reader), by, at),
            nameof(EntryEvent.MediaAttached) =>
                new EntryEvent.MediaAttached(Media(ref reader, hasMedia: true), Day(ref reader), by, at),
            nameof(EntryEvent.MediaDetached) =>
                new EntryEvent.MediaDetached(Media(ref reader, hasMedia: true), Day(ref reader), by, at),
            nameof(EntryEvent.Restored) => new EntryEvent.Restored(reader.Int(), reader.Int(), Day(ref reader),
                Index(ref reader, reader.Fields > 11), by, at, Media(ref reader, reader.Fields > 13)),
            nameof(EntryEvent.Tagged) => new EntryEvent.Tagged(Tags(ref reader), by, at),
            nameof(EntryEvent.Deleted) => new EntryEvent.Deleted(reader.Time(), by, at),
            nameof(EntryEvent.Undeleted) => new EntryEvent.Undeleted(by, at),
            nameof(EntryEvent.Purged) => new EntryEvent.Purged(
                by, at, reader.Fields > 2 ? reader.Int() : 0, reader.Fields > 3 ? Words(ref reader) : default),
            nameof(EntryEvent.Indexed) => new EntryEvent.Indexed(
                reader.Int(), reader.Date(), reader.Bytes(), reader.Bytes(), reader.Bytes(), Words(ref reader), by, at),
            nameof(EntryEvent.Published) => new EntryEvent.Published(reader.Id(), at),
            nameof(EntryEvent.SourceSeen) => new EntryEvent.SourceSeen(reader.Int() != 0, at),
            _ => throw new InvalidDataException($"{type.Name} is no event of an entry."),
        };
    }

    private static EntryEvent.Imported Imported(ref FieldReader reader, DateTimeOffset at) => new(
        new EntryId(reader.Id()), new AccountId(reader.Id()), reader.Id(), Day(ref reader), (EntrySource)reader.Int(), reader.Bytes(),
        Index(ref reader, hasWords: true), reader.Time(), at, Media(ref reader, reader.Fields > 17), Origin(ref reader));

    private static EntryOrigin? Origin(ref FieldReader reader) =>
        reader.Fields > 18 && reader.Bytes() is { } item && reader.Bytes() is { } match && reader.Bytes() is { } seen && !item.IsEmpty
            ? new EntryOrigin(item, match, seen) : null;

    private static void Begin(ref MessagePackWriter writer, int fields, EntryEvent @event)
    {
        writer.WriteArrayHeader(fields);
        writer.Put(@event.At);
        writer.Put(@event.By);
    }

    private static void Put(ref MessagePackWriter writer, EntryDay day)
    {
        writer.Put(day.Date);
        writer.Write(day.TimeZone);
    }

    private static EntryDay Day(ref FieldReader reader) => new(reader.Date(), reader.Text());

    private static void Put(ref MessagePackWriter writer, ValueList<MediaId> media)
    {
        writer.WriteArrayHeader(media.Count);
        foreach (var file in media)
        {
            writer.Put(file.Value);
        }
    }

    private static ValueList<MediaId> Media(ref FieldReader reader, bool hasMedia)
    {
        if (!hasMedia)
        {
            return default;
        }

        var media = new MediaId[reader.List()];
        for (var i = 0; i < media.Length; i++)
        {
            media[i] = new MediaId(reader.Id());
        }

        return ValueList.From(media);
    }

    private static void Put(ref MessagePackWriter writer, ContentIndex index)
    {
        writer.Put(index.Digest);
        Put(ref writer, index.Tags);
        writer.Put(index.Mood);
        writer.Put(index.Terms);
        writer.Put(index.Fingerprint);
        writer.Put(index.WordCount);
        Put(ref writer, index.Words);
    }

    private static void Put(ref MessagePackWriter writer, ValueList<SealedTag> tags)
    {
        writer.WriteArrayHeader(tags.Count * 2);
        foreach (var tag in tags)
        {
            writer.Put(tag.Token);
            writer.Put(tag.SealedName);
        }
    }

    private static ValueList<SealedTag> Tags(ref FieldReader reader)
    {
        var tags = new SealedTag[reader.List() / 2];
        for (var i = 0; i < tags.Length; i++)
        {
            tags[i] = new SealedTag(reader.Bytes(), reader.Bytes());
        }

        return ValueList.From(tags);
    }

    private static ContentIndex Index(ref FieldReader reader, bool hasWords)
    {
        var digest = reader.Bytes();
        return new ContentIndex(digest, Tags(ref reader), reader.Bytes(), reader.Bytes(), reader.Bytes(),
            hasWords ? reader.Bytes() : Bytes.Empty, hasWords ? Words(ref reader) : default);
    }

    private static void Put(ref MessagePackWriter writer, ValueList<VocabularyWord> words)
    {
        writer.WriteArrayHeader(words.Count * WordFields);
        foreach (var word in words)
        {
            writer.Write(word.Quarter);
            writer.Put(word.Token);
            writer.Put(word.Terms);
            writer.Put(word.SealedWord);
        }
    }

    private static ValueList<VocabularyWord> Words(ref FieldReader reader)
    {
        var words = new VocabularyWord[reader.List() / WordFields];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = new VocabularyWord(reader.Int(), reader.Bytes(), reader.Bytes(), reader.Bytes());
        }

        return ValueList.From(words);
    }
}
