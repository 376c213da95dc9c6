using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Diary.Cryptography;
using Diary.Silo.Hosting;

namespace Diary.Silo.Vault;

/// <summary>
/// The file of the vault keys, outside of the database: one key a line, 32 bytes in base64. The first is the one to seal under; later ones
/// only open, while the vault turns. It is made on the first start. Lost, and nothing in the database opens again.
/// </summary>
public sealed class VaultKeyFile(string path)
{
    private const string Setting = "Diary:VaultKeyFile";
    private const int LongestFile = 4096;
    private const int LineLength = (SymmetricKey.Size + 2) / 3 * 4;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>
    /// Whether keys can be written to it: not where it is a link, as in a mounted Kubernetes Secret, nor where its owner's right to write
    /// was taken away.
    /// </summary>
    public bool IsWritable
    {
        get
        {
            try
            {
                if (new FileInfo(path).LinkTarget is not null
                    || (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserWrite)))
                {
                    return false;
                }

                using var probe = new FileStream(
                    $"{Aside}.probe", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>The name of the file before, until its bytes are overwritten.</summary>
    internal string Retired => $"{path}.retired";

    private string Aside => $"{path}.{Environment.ProcessId}";

    /// <summary>Reads the keys into a ring; makes one where there is no file and nothing was ever sealed.</summary>
    /// <param name="isNewDatabase">Whether the database holds no record that some key was used for.</param>
    /// <exception cref="SettingException">The file is missing or cannot be read or made, holds no keys, or others may read it.</exception>
    public VaultKeyRing Open(bool isNewDatabase)
    {
        try
        {
            if (!File.Exists(path))
            {
                if (!isNewDatabase)
                {
                    throw new SettingException(Setting, $"({path}) is not there, and the database needs it: bring it back");
                }

                Make();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException(Setting, $"({path}) can be neither read nor made");
        }

        var keys = Read();
        return new VaultKeyRing(keys[0], keys.Skip(1));
    }

    /// <summary>The keys as they stand, at least one and each once; the caller disposes them.</summary>
    /// <exception cref="SettingException">The file cannot be read, holds no keys, or others may read it.</exception>
    public IReadOnlyList<SymmetricKey> Read()
    {
        var text = new byte[LongestFile];
        try
        {
            using var file = File.OpenHandle(path);
            if (!OperatingSystem.IsWindows() && IsOpenToOthers(File.GetUnixFileMode(file)))
            {
                throw new SettingException(Setting, $"is {path}, which others may read: chmod 600");
            }

            return Parse(text.AsSpan(0, RandomAccess.Read(file, text, 0)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException(Setting, $"({path}) can be neither read nor made");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>
    /// Puts keys in the place of those that are there, in one step: whoever reads meanwhile sees the old or the new. The old file's bytes
    /// are then overwritten where they lie, as far as the file system lets that happen.
    /// </summary>
    public void Replace(params IEnumerable<SymmetricKey> keys)
    {
        WipeRetired(); // what a turn left that was killed here
        DurableFile.Write(Aside, file => Print(file, keys));
        DurableFile.Replace(Aside, path, Retired);
        WipeRetired();
    }

    /// <summary>Overwrites what is left of the file before, where a turn was killed before it did.</summary>
    public void WipeRetired()
    {
        if (!File.Exists(Retired) || !File.Exists(path))
        {
            return;
        }

        if (HoldTheSame(Retired, path))
        {
            File.Delete(Retired); // a second name of the file that is in use: killed before the other one took its place
        }
        else
        {
            DurableFile.Wipe(Retired);
        }
    }

    /// <summary>What is wrong where the first key is one that nothing may be kept under any more.</summary>
    public SettingException BeginsWithRetired() => new(Setting, $"({path}) begins with a key that the vault has turned away from");

    /// <summary>What is wrong where the database does not open under any of the keys.</summary>
    public SettingException OfAnotherDatabase() => new(Setting, $"({path}) is not the vault key of this database");

    private static bool HoldTheSame(string one, string other)
    {
        var (left, right) = (new byte[LongestFile], new byte[LongestFile]);
        try
        {
            using var first = File.OpenHandle(one);
            using var second = File.OpenHandle(other);
            return CryptographicOperations.FixedTimeEquals(
                left.AsSpan(0, RandomAccess.Read(first, left, 0)), right.AsSpan(0, RandomAccess.Read(second, right, 0)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(left);
            CryptographicOperations.ZeroMemory(right);
        }
    }

    /// <summary>What cannot be written to may be readable to its group: so Kubernetes hands secrets to a pod.</summary>
    private static bool IsOpenToOthers(UnixFileMode mode) =>
        (mode & ~Owner & (mode.HasFlag(UnixFileMode.UserWrite) ? ~UnixFileMode.None : ~UnixFileMode.GroupRead)) != UnixFileMode.None;

    private static void Print(Stream file, IEnumerable<SymmetricKey> keys)
    {
        Span<byte> line = stackalloc byte[LineLength];
        foreach (var key in keys)
        {
            Base64.EncodeToUtf8(key.AsSpan(), line, out _, out _);
            file.Write(line);
            file.WriteByte((byte)'\n');
        }

        CryptographicOperations.ZeroMemory(line);
    }

    private List<SymmetricKey> Parse(ReadOnlySpan<byte> text)
    {
        var keys = new List<SymmetricKey>();
        Span<byte> key = stackalloc byte[LineLength];
        try
        {
            foreach (var range in text.Split((byte)'\n'))
            {
                var line = text[range].Trim(" \t\r"u8);
                if (!line.IsEmpty)
                {
                    keys.Add(
                        line.Length == LineLength && Base64.DecodeFromUtf8(line, key, out _, out var length) == OperationStatus.Done
                            && length == SymmetricKey.Size
                            ? SymmetricKey.Import(key[..length])
                            : throw NoKeys);
                }
            }

            return keys.Count > 0 && keys.DistinctBy(VaultKeyRing.IdOf).Count() == keys.Count ? keys : throw NoKeys;
        }
        catch (SettingException)
        {
            keys.ForEach(k => k.Dispose());
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private SettingException NoKeys => new(Setting, $"is {path}, which must hold keys of 32 bytes in base64, one a line and each once");

    /// <summary>Written aside and moved in one step: of two silos that start at once, both read the one key that came first.</summary>
    private void Make()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        using var key = SymmetricKey.Generate();
        DurableFile.Write(Aside, file => Print(file, [key]));
        DurableFile.Move(Aside, path);
    }
}
