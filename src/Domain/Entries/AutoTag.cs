using System.Security.Cryptography;
using System.Text;

namespace Diary.Domain.Entries;

// token = first 16 bytes of SHA-256("diary.v1.auto-tag" | 0x00 | name)

/// <summary>
/// A tag that only the system sets. It tells nothing that is not plain already, so that its name and its token are the same for all: no
/// key is needed to show it or to look for it, in either tier.
/// </summary>
public sealed class AutoTag
{
    /// <summary>The bytes of a token, as of any tag's.</summary>
    public const int TokenSize = 16;

    private static readonly string[] Prefixes = ["source:", "shared:"];

    private AutoTag(string name)
    {
        Name = name;
        Token = new Bytes(SHA256.HashData(Encoding.UTF8.GetBytes($"diary.v1.auto-tag\0{name}"))[..TokenSize]);
    }

    /// <summary>Pulled from Facebook.</summary>
    public static AutoTag Facebook { get; } = new("source:facebook");

    /// <summary>Brought by an archive.</summary>
    public static AutoTag Import { get; } = new("source:import");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AutoTag> All { get; } = [Facebook, Import];

    /// <summary>The name that it is shown by.</summary>
    public string Name { get; }

    /// <summary>16 bytes.</summary>
    public Bytes Token { get; }

    /// <summary>The tag of an entry that came from there; null for what was written here.</summary>
    public static AutoTag? Of(EntrySource source) => source switch
    {
        EntrySource.Facebook => Facebook,
        EntrySource.Import => Import,
        _ => null,
    };

    /// <summary>The tag that has this token; null where it is a user's.</summary>
    public static AutoTag? Find(Bytes token) => All.FirstOrDefault(t => t.Token == token);

    /// <summary>The tag that has this name, however it is spelled; null where none has.</summary>
    /// <param name="name">Well-formed text.</param>
    public static AutoTag? Find(string name) =>
        All.FirstOrDefault(t => string.Equals(t.Name, Folded(name), StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether only the system may set a tag of this name: looked at as a token is made, or another spelling would stand for it.
    /// </summary>
    /// <param name="name">Well-formed text.</param>
    public static bool IsReserved(string name) =>
        Array.Exists(Prefixes, prefix => Folded(name).StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string Folded(string name) => name.Replace('\uFFFE', ' ').Normalize(NormalizationForm.FormKC).Trim();
}
