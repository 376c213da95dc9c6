using System.Globalization;
using Diary.Domain;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using GraphQL.DataLoader;

namespace Diary.GraphQL.Media;

/// <summary>The media of an entry: asked for with those of the others on the page.</summary>
internal sealed class AttachedMedia : IDataLoaderResult<IEnumerable<MediaNode>>
{
    /// <summary>The most files of an entry.</summary>
    internal const int Most = 100;

    private readonly List<IDataLoaderResult<MediaNode?>> _media;

    private AttachedMedia(List<IDataLoaderResult<MediaNode?>> media) => _media = media;

    /// <summary>These, in this order.</summary>
    public static AttachedMedia Of(ValueList<MediaId> media, MediaLoader loader) => new([.. media.Select(loader.Load)]);

    /// <summary>The ids that are to be attached; null where none are named.</summary>
    public static ValueList<MediaId>? Check(List<IProblem> problems, IReadOnlyList<string>? media)
    {
        if (media is null)
        {
            return null;
        }

        var ids = new List<MediaId>();
        foreach (var (i, text) in media.Take(Most).Index())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"input.media.{i}");
            if (!GlobalId.TryParse(text, out var id))
            {
                Text.Refuse(problems, field, "must be a UUID.");
            }
            else if (ids.Contains(new MediaId(id)))
            {
                Text.Refuse(problems, field, "stands there twice.");
            }
            else
            {
                ids.Add(new MediaId(id));
            }
        }

        if (media.Count > Most)
        {
            Text.Refuse(problems, "input.media", $"may name at most {Most} files.");
        }

        return ValueList.From(ids);
    }

    /// <inheritdoc/>
    public async Task<IEnumerable<MediaNode>> GetResultAsync(CancellationToken cancellationToken = default)
    {
        var found = new List<MediaNode>();
        foreach (var media in _media)
        {
            if (await media.GetResultAsync(cancellationToken) is { } node)
            {
                found.Add(node);
            }
        }

        return found;
    }

    async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
}
