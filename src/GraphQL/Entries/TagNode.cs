using System.ComponentModel;
using Diary.Domain;
using Diary.Domain.Entries;
using Diary.GraphQL.Execution;
using GraphQL;
using GraphQL.DataLoader;

namespace Diary.GraphQL.Entries;

/// <summary>A tag: its name opened (UCE), or as the client sealed it (E2E); that of the system is plain in both.</summary>
[Name("Tag")]
public sealed class TagNode(Bytes token, string? name, Bytes? sealedName, int? entryCount = null)
{
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
    public bool Auto => AutoTag.Find(token) is not null;

    /// <summary>Entries outside of the trash that carry it.</summary>
    public IDataLoaderResult<int> EntryCount([FromServices] TagCountLoader counts) =>
        entryCount is { } known ? new Known<int>(known) : counts.Load(token);
}
