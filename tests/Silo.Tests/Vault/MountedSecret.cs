namespace Diary.Silo.Tests.Vault;

/// <summary>
/// A file as Kubernetes mounts a Secret: a link to a link to a folder of the day, which is swapped when the Secret changes.
/// </summary>
internal sealed class MountedSecret
{
    private readonly string _folder;
    private int _updates;

    public MountedSecret(string parent, string text)
    {
        _folder = Directory.CreateDirectory(System.IO.Path.Combine(parent, "mounted")).FullName;
        Update(text);
        File.CreateSymbolicLink(Path, "..data/vault.key");
    }

    public string Path => System.IO.Path.Combine(_folder, "vault.key");

    public void Update(string text)
    {
        var name = $"..day-{++_updates}";
        var file = System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(_folder, name)).FullName, "vault.key");
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        }

        var link = System.IO.Path.Combine(_folder, "..data");
        File.Delete(link);
        Directory.CreateSymbolicLink(link, name);
    }
}
