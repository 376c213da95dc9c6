using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Diary.Domain;
using Diary.GraphQL.Keys;
using Diary.Integrations.Facebook;
using Diary.Projections.Vault;

namespace Diary.GraphQL.Facebook;

/// <summary>What Facebook gave: it lies in the vault for as long as the account is connected, and nowhere else.</summary>
/// <param name="UserId">The user's id, as this app knows it.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Token">The user's token.</param>
/// <param name="DataAccessExpiresAt">When it reads no data any more; null where that is not told.</param>
/// <param name="Pages">The pages on which the user has a role; none where publishing was not asked for.</param>
internal sealed record FacebookSecrets(
    string UserId, string Name, string Token, DateTimeOffset? DataAccessExpiresAt, IReadOnlyList<GraphPage> Pages)
{
    /// <summary>What records print: nothing.</summary>
    public override string ToString() => nameof(FacebookSecrets);
}

/// <summary>A consent that is asked for.</summary>
/// <param name="StateHash">SHA-256 of what comes back with the user.</param>
/// <param name="Session">Who asks.</param>
/// <param name="ReturnUrl">Where the browser goes after it.</param>
/// <param name="Pulls">Whether posts are to be brought.</param>
/// <param name="Publishes">Whether entries are to be published.</param>
/// <param name="Until">Until when.</param>
internal sealed record AskedConsent(
    byte[] StateHash, Guid Session, string ReturnUrl, bool Pulls, bool Publishes, DateTimeOffset Until);

/// <summary>What is published, until it is; from then on where.</summary>
/// <param name="PageId">On which page; null: handed over to the profile's dialog.</param>
/// <param name="Message">The text; null once it stands there, or was given up.</param>
/// <param name="Link">What it links to.</param>
/// <param name="Photos">Its photos.</param>
/// <param name="PostId">The post's id; null where it does not stand there yet.</param>
internal sealed record PublicationSecrets(
    string? PageId, string? Message, string? Link, IReadOnlyList<LentPhoto> Photos, string? PostId)
{
    /// <summary>What is kept of it once it is done.</summary>
    public PublicationSecrets Done(string? postId) => this with { Message = null, Photos = [], PostId = postId ?? PostId };

    /// <summary>What records print: nothing.</summary>
    public override string ToString() => nameof(PublicationSecrets);
}

/// <summary>A photo that its owner has lent the server for one publication.</summary>
internal sealed record LentPhoto(Guid Id, byte[] Key);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FacebookSecrets))]
[JsonSerializable(typeof(AskedConsent))]
[JsonSerializable(typeof(PublicationSecrets))]
internal sealed partial class FacebookJson : JsonSerializerContext;

/// <summary>Seals and opens those.</summary>
public sealed class FacebookVault(SealedVault vault)
{
    private static readonly SlotId Slot = new(SlotKind.Facebook);

    /// <summary>What Facebook gave; null where the account is not connected.</summary>
    internal async Task<FacebookSecrets?> Open(AccountId account, CancellationToken cancellation) =>
        await vault.Open(account, Slot, cancellation) is { } content ? Read(content, FacebookJson.Default.FacebookSecrets) : null;

    /// <summary>The slot's record.</summary>
    internal Bytes Seal(AccountId account, FacebookSecrets secrets) =>
        Seal(account, Slot, PlainJson.Encode(secrets, FacebookJson.Default.FacebookSecrets));

    /// <summary>A consent's record.</summary>
    internal Bytes Seal(AccountId account, Guid id, AskedConsent consent) =>
        Seal(account, SlotOf(id), PlainJson.Encode(consent, FacebookJson.Default.AskedConsent));

    /// <summary>A consent that was taken out of the vault.</summary>
    internal AskedConsent Open(AccountId account, Guid id, byte[] record) =>
        Read(vault.Open(account, SlotOf(id), record), FacebookJson.Default.AskedConsent);

    /// <summary>What is published; null where nothing ever was.</summary>
    internal async Task<PublicationSecrets?> OpenPublication(AccountId account, Guid publication, CancellationToken cancellation) =>
        await vault.Open(account, SlotOfPublication(publication), cancellation) is { } content
            ? Read(content, FacebookJson.Default.PublicationSecrets) : null;

    /// <summary>The same of a record.</summary>
    internal PublicationSecrets OpenPublication(AccountId account, Guid publication, byte[] record) =>
        Read(vault.Open(account, SlotOfPublication(publication), record), FacebookJson.Default.PublicationSecrets);

    /// <summary>A publication's record.</summary>
    internal Bytes Seal(AccountId account, Guid publication, PublicationSecrets secrets) =>
        Seal(account, SlotOfPublication(publication), PlainJson.Encode(secrets, FacebookJson.Default.PublicationSecrets));

    private static SlotId SlotOfPublication(Guid publication) => new(SlotKind.Publication, publication);

    /// <summary>Where a consent lies.</summary>
    internal static SlotId SlotOf(Guid id) => new(SlotKind.FacebookConsent, id);

    private Bytes Seal(AccountId account, SlotId slot, byte[] content)
    {
        var record = vault.Seal(account, slot, content);
        CryptographicOperations.ZeroMemory(content);
        return record;
    }

    private static T Read<T>(byte[] content, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(content, type) ?? throw new InvalidDataException("A slot holds null.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }
}
