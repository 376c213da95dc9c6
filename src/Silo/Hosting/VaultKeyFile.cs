using System.Security.Cryptography;
using Diary.Cryptography;

namespace Diary.Silo.Hosting;

/// <summary>
/// The vault key: 32 bytes in base64, in a file of mode 0600 outside of the database. It is made on the first start. Lost, and nothing
/// in the database opens again: it belongs in a backup of its own.
/// </summary>
public static class VaultKeyFile
{
    private const string Setting = "Diary:VaultKeyFile";

    /// <summary>Reads the key; makes it where there is no file and nothing was ever sealed under one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isNewDatabase">Whether the database holds no record that some key was used for.</param>
    /// <exception cref="SettingException">The file is missing or cannot be read or made, holds no key, or others may read it.</exception>
    public static VaultKeyRing Open(string path, bool isNewDatabase)
    {
        try
        {
            if (!File.Exists(path))
            {
                Make(isNewDatabase
                    ? path
                    : throw new SettingException(Setting, $"({path}) is not there, and the database needs it: bring it back"));
            }

            return Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException(Setting, $"({path}) can be neither read nor made");
        }
    }

    private static VaultKeyRing Read(string path)
    {

        if (!OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) is var more && more != UnixFileMode.None)
        {
            throw new SettingException(Setting, $"is {path}, which others may read: chmod 600");
        }

        Span<byte> key = stackalloc byte[SymmetricKey.Size];
        try
        {
            return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var written) && written == key.Length
                ? new VaultKeyRing(SymmetricKey.Import(key))
                : throw new SettingException(Setting, $"is {path}, which holds no key of 32 bytes in base64");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Written aside and linked in one step: of two silos that start at once, both read the one key that came first.</summary>
    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var aside = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var key = SymmetricKey.Generate())
        using (var file = new FileStream(aside, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key.AsSpan())));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }
}
