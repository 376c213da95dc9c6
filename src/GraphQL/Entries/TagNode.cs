using System.ComponentModel;
using System.Text;
using Diary.Domain;
using Diary.GraphQL.Execution;
using GraphQL;
using GraphQL.DataLoader;

namespace Diary.GraphQL.Entries;

/// <summary>A tag: its name opened (UCE), or as the client sealed it (E2E).</summary>
[Name("Tag")]
public sealed class TagNode(Bytes token, string? name, Bytes? sealedName, int? entryCount = null)
{
    /// <summary>Prefixes of tags that only the system sets.</summary>
    internal static readonly string[] AutoPrefixes = ["source:", "shared:"];

    /// <summary>16 bytes.</summary>
    [Description("A keyed hash of the name, the same for the same name within one account.")]
    public byte[] Token => token.ToArrayUnsafe();

    /// <summary>The name as it was written.</summary>
    [Description("UCE.")]
    public string? Name => name;

    /// <summary>The name as the client sealed it.</summary>
    [Description("E2E.")]
    public byte[]? SealedName => sealedName?.ToArrayUnsafe();

    /// <summary>Whether the system set it.</summary>
    [Description("Set by the system, such as source:facebook or shared:facebook.")]
    public bool Auto => name is not null && IsAuto(name);

    /// <summary>Entries outside of the trash that carry it.</summary>
    public IDataLoaderResult<int> EntryCount([FromServices] TagCountLoader counts) =>
        entryCount is { } known ? new Known<int>(known) : counts.Load(token);

    /// <summary>
    /// Whether only the system may set a tag of this name: looked at as its token is made, or another spelling would stand for it.
    /// </summary>
    internal static bool IsAuto(string name)
    {
        var folded = name.Replace('\uFFFE', ' ').Normalize(NormalizationForm.FormKC).AsSpan().TrimStart();
        foreach (var prefix in AutoPrefixes)
        {
            if (folded.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
