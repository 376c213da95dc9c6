using System.Text;
using System.Text.Json;

namespace Diary.Silo.Tests.Running;

/// <summary>
/// What a secret looks like where it was written down: UTF-8, UTF-16 of both orders, base64 in three alignments, hexadecimal of both cases,
/// JSON-escaped; what is text, as bytes and as a string of .NET's.
/// </summary>
internal static class SecretForms
{
    /// <summary>The forms of a text by their names, each once.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(string secret) => Each(
    [
        ("UTF-8", Encoding.UTF8.GetBytes(secret)),
        ("UTF-16", Encoding.Unicode.GetBytes(secret)),
        ("UTF-16 of the other order", Encoding.BigEndianUnicode.GetBytes(secret)),
        ("UTF-8, lower case", Encoding.UTF8.GetBytes(secret.ToLowerInvariant())),
        .. Text("JSON", JsonSerializer.Serialize(secret)[1..^1]),
        .. Encoded(Encoding.UTF8.GetBytes(secret)),
    ]);

    /// <summary>The forms of bytes by their names.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(byte[] secret) => Each([("bytes", secret), .. Encoded(secret)]);

    /// <summary>The forms of many, by the secret's name and the form's.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(IEnumerable<string> words, IEnumerable<(string Name, byte[] Key)> keys) =>
        words.Distinct().SelectMany(w => Of(w).Select(f => (Name: $"{w} ({f.Key})", f.Value)))
            .Concat(keys.DistinctBy(k => Convert.ToHexString(k.Key)).SelectMany((k, i) =>
                Of(k.Key).Select(f => (Name: $"{k.Name} {i} ({f.Key})", f.Value))))
            .ToDictionary(f => f.Name, f => f.Value);

    private static IEnumerable<(string, byte[])> Encoded(byte[] secret)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var text = Convert.ToBase64String([.. new byte[shift], .. secret]);
            foreach (var form in Text($"base64 at {shift}", text[(shift == 0 ? 0 : 4)..(text.Length / 4 * 4 - 4)]))
            {
                yield return form;
            }
        }

        foreach (var form in Text("hex", Convert.ToHexString(secret)).Concat(Text("hex, lower case", Convert.ToHexStringLower(secret))))
        {
            yield return form;
        }
    }

    private static IEnumerable<(string, byte[])> Text(string name, string text) =>
        [(name, Encoding.UTF8.GetBytes(text)), ($"{name} as UTF-16", Encoding.Unicode.GetBytes(text))];

    private static Dictionary<string, byte[]> Each(IEnumerable<(string Name, byte[] Bytes)> forms) =>
        forms.DistinctBy(f => Convert.ToHexString(f.Bytes)).ToDictionary(f => f.Name, f => f.Bytes);
}
