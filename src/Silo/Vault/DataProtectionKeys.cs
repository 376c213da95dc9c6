using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Diary.Cryptography;
using Diary.Projections.Vault;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Diary.Silo.Vault;

/// <summary>
/// Where ASP.NET Data Protection keeps its keys: in the vault, as its other secrets, each sealed whole under the vault key and sealed anew
/// when that turns. All silos share them.
/// </summary>
public sealed class DataProtectionKeys(VaultStore store, VaultKeyRing ring, TimeProvider clock) : IXmlRepository
{
    private const string Purpose = "data-protection";

    /// <inheritdoc/>
    /// <exception cref="CryptographicException">One does not open under any vault key that this process has.</exception>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. store.ReadServerKeys(Purpose).Select(Open)];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        var id = Guid.CreateVersion7();
        var xml = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        store.KeepServerKey(Purpose, new ServerKeyRecord(id, clock.GetUtcNow(), ring.Seal(xml, VaultAad.ServerKey(Purpose, id))));
        CryptographicOperations.ZeroMemory(xml);
    }

    private XElement Open(ServerKeyRecord key)
    {
        if (!ring.TryOpen(key.Record, VaultAad.ServerKey(Purpose, key.Id), out var xml))
        {
            throw new CryptographicException("A key of Data Protection does not open.");
        }

        var element = XElement.Parse(Encoding.UTF8.GetString(xml));
        CryptographicOperations.ZeroMemory(xml);
        return element;
    }
}
