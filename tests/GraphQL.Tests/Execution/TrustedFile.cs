using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Diary.GraphQL.Tests.Execution;

/// <summary>A file of one trusted document, as codegen writes it.</summary>
public sealed class TrustedFile : IDisposable
{
    public TrustedFile(string document)
    {
        Id = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)))}";
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllText(Path, JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { [Id] = document }));
    }

    public string Id { get; }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
