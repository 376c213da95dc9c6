using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Execution;
using Diary.Projections.Entries;

namespace Diary.GraphQL.Entries;

/// <summary>Where the tags of a version stand: with its content, or in the event that gave the entry others since.</summary>
public readonly record struct TagsAt(EntryId Entry, int SealedAt, int? TaggedAt, EntrySource Source);

/// <summary>The tags that versions had, the user's first.</summary>
public sealed class RevisionTagsLoader(DiaryRequest request, ContentRowLoader rows, TagReader tags)
    : OwnLoader<TagsAt, IEnumerable<TagNode>>(request)
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<TagsAt, IEnumerable<TagNode>>> Fetch(
        IReadOnlyCollection<TagsAt> keys, CancellationToken cancellation)
    {
        var (written, given) = (keys.Where(k => k.TaggedAt is null).ToList(), keys.Where(k => k.TaggedAt is not null).ToList());
        var contents = await rows.All([.. written.Select(k => (k.Entry, k.SealedAt)).Distinct()], cancellation);
        var events = given.Count == 0 ? null
            : await tags.GivenAt(Owner, [.. given.Select(k => (k.Entry, k.TaggedAt!.Value)).Distinct()], cancellation);
        return keys.ToDictionary(k => k, k => (IEnumerable<TagNode>)[.. Of(k)]);

        IEnumerable<TagNode> Of(TagsAt key)
        {
            var users = key.TaggedAt is not { } at ? contents[(key.Entry, key.SealedAt)].Tags
                : events!.TryGetValue((key.Entry, at), out var found) ? found
                : throw new UnavailableException(TimeSpan.FromSeconds(1)); // purged between two reads
            return users.Select(t => ContentBox.Tag(Caller.Keys, t.Token, t.SealedName))
                .Concat(AutoTag.Of(key.Source) is { } auto ? [ContentBox.Tag(Caller.Keys, auto.Token, Bytes.Empty)] : []);
        }
    }
}
