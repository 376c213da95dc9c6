using System.Text.Json;

namespace Diary.Cryptography.Tests.Vectors;

/// <summary>Vectors: those of the repository are embedded; those of project Wycheproof are read where they lie beside it.</summary>
internal static class VectorFile
{
    public static JsonElement Embedded(string name)
    {
        using var stream = typeof(VectorFile).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    /// <summary>A file of vectors shared by several projects, or a skipped test that says where it was looked for.</summary>
    public static JsonElement Shared(string name)
    {
        var places = Places().Select(place => Path.Combine(place, "vectors", "wycheproof", name)).ToList();
        var path = places.Find(File.Exists);
        Assert.SkipWhen(path is null, $"{name} of project Wycheproof is in none of {string.Join(", ", places)}; set DIARY_SHARED.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path!));
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> Places()
    {
        if (Environment.GetEnvironmentVariable("DIARY_SHARED") is { Length: > 0 } named)
        {
            yield return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared");
        }
    }
}
