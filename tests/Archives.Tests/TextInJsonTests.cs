using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Diary.Archives.Tests;

public sealed class TextInJsonTests
{
    [Fact]
    public void Is_what_the_writer_itself_makes_of_it()
    {
        var random = new Random(4);
        string[] pieces = ["a", "ä", "\"", "\\", "\n", "\u2028", "\u0001", "漢", "😀", "<", "'", "\ud83d", "\ude00"];
        for (var n = 0; n < 2000; n++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(70)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var encoder in new[] { JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            {
                Assert.Equal(Json(encoder, w => w.WriteString("t", text)), Json(encoder, w => w.WriteText("t", text)));
            }
        }
    }

    [Fact]
    public void Leaves_nothing_in_the_shared_buffers()
    {
        var text = string.Concat(Enumerable.Repeat("Ein \"Brief\" ", 40));
        Assert.Contains("Brief", LeftAfter(w => w.WriteString("t", text)), StringComparison.Ordinal); // this is how it is found
        Assert.DoesNotContain("Brief", LeftAfter(w => w.WriteText("t", text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("title")]
    [InlineData("tags")]
    public void Nor_does_front_matter(string where)
    {
        var text = string.Concat(Enumerable.Repeat("Ein \"Brief\" ", 40));
        var version = where == "title"
            ? Samples.Version(1, "", title: text)
            : Samples.Version(1, "", tags: [.. Enumerable.Repeat("Kein Brief", 40)]);
        Assert.DoesNotContain("Brief", LeftAfter(() => Write(version)), StringComparison.Ordinal);
    }

    /// <summary>Nothing that it awaits takes its time, so that all of it is done by this thread.</summary>
    private static void Write(ArchivedVersion version) => Assert.True(
        new MarkdownEntryWriter(new Dictionary<string, string>(StringComparer.Ordinal)).Write(
            _ => new MemoryStream(), Samples.Head(), new[] { version }.ToAsyncEnumerable(), CancellationToken.None)
        .IsCompletedSuccessfully);

    private static string LeftAfter(Action<Utf8JsonWriter> write) => LeftAfter(() => Json(JavaScriptEncoder.Default, write));

    /// <summary>What is in the buffers that this thread would be lent, first zeroed and then used by others.</summary>
    private static string LeftAfter(Action write)
    {
        foreach (var length in Lengths)
        {
            ArrayPool<char>.Shared.Return(ArrayPool<char>.Shared.Rent(length), clearArray: true);
        }

        write();
        var left = new StringBuilder();
        foreach (var length in Lengths)
        {
            var lent = ArrayPool<char>.Shared.Rent(length);
            left.Append(lent);
            ArrayPool<char>.Shared.Return(lent, clearArray: true);
        }

        return left.ToString();
    }

    private static IEnumerable<int> Lengths => Enumerable.Range(7, 10).Select(power => 1 << power);

    private static string Json(JavaScriptEncoder encoder, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = encoder, Indented = true }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
