using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Diary.GraphQL.Erasure;
using Diary.GraphQL.Scalars;

namespace Diary.Silo.Hosting;

/// <summary>The command that verifies an erasure receipt against public keys: it needs neither a server nor a database.</summary>
public static class ReceiptCheck
{
    private const string Usage =
        "verify-receipt <receipt.json, or - for standard input> --keys <a file or URL of /.well-known/diary-receipts.json>";

    /// <summary>Verifies; one line says whether the receipt is valid and what it says.</summary>
    /// <returns>0 where it is valid, 1 where it is not.</returns>
    /// <exception cref="SettingException">The command line is wrong, or the keys cannot be read.</exception>
    public static async Task<int> Run(string[] args, TextReader input, TextWriter output, CancellationToken cancellation)
    {
        if (args is not [_, { } receipt, "--keys", { } place])
        {
            throw new SettingException("verify-receipt", $"is used so: {Usage}");
        }

        var keys = await Keys(place, cancellation);
        var (isValid, line) = Verify(await Text(receipt, input, cancellation), keys);
        await output.WriteLineAsync(line);
        return isValid ? 0 : 1;
    }

    private static (bool IsValid, string Line) Verify(string text, ReceiptKeys keys)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (Find(document.RootElement) is not { } receipt || Read(receipt) is not { } read)
            {
                return (false, "invalid: this is no receipt");
            }

            var (s, keyId, signature) = read;
            return keys.Verify(s, keyId, signature)
                ? (true, string.Create(CultureInfo.InvariantCulture,
                    $"valid: {s.KeysDestroyed} keys of {(s.Entry is { } e ? $"entry {e} of account" : "account")} {s.Account} "
                    + $"were destroyed at {s.At:yyyy-MM-ddTHH:mm:ss.fffZ}; the vault turns at {s.VaultTurnsAt:yyyy-MM-ddTHH:mm:ss.fffZ}"))
                : (false, keys.Has(keyId)
                    ? "invalid: the signature does not fit what the receipt says" : "invalid: no key of this id is known");
        }
        catch (JsonException)
        {
            return (false, "invalid: this is no JSON");
        }
    }

    /// <summary>The receipt itself, or wherever it lies in a response.</summary>
    private static JsonElement? Find(JsonElement element) =>
        element.ValueKind != JsonValueKind.Object ? null
        : element.TryGetProperty("signature", out _) ? element
        : element.EnumerateObject().Select(p => Find(p.Value)).FirstOrDefault(found => found is not null);

    private static (ErasureStatement Statement, string KeyId, byte[] Signature)? Read(JsonElement receipt) =>
        Text(receipt, "accountId") is { } account && GlobalId.TryParse(account, out var accountId)
        && (Text(receipt, "entryId") is not { } entry ? Guid.Empty : GlobalId.TryParse(entry, out var id) ? id : (Guid?)null) is { } entryId
        && receipt.TryGetProperty("keysDestroyed", out var keys) && keys.ValueKind == JsonValueKind.Number
        && keys.TryGetInt32(out var keysDestroyed)
        && Time(receipt, "at") is { } at && Time(receipt, "vaultTurnsAt") is { } turns
        && Text(receipt, "keyId") is { } keyId && Text(receipt, "signature") is { } text && Base64.IsValid(text)
            ? (new ErasureStatement(accountId, entryId == Guid.Empty ? null : entryId, keysDestroyed, at, turns), keyId,
                Convert.FromBase64String(text))
            : null;

    private static string? Text(JsonElement receipt, string name) =>
        receipt.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement receipt, string name) => DateTimeOffset.TryParseExact(
        Text(receipt, name), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time : null;

    private static async Task<string> Text(string place, TextReader input, CancellationToken cancellation)
    {
        try
        {
            return place == "-" ? await input.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(place, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException("verify-receipt", $"cannot read {place}");
        }
    }

    private static async Task<ReceiptKeys> Keys(string place, CancellationToken cancellation)
    {
        try
        {
            if (Uri.TryCreate(place, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                using var http = new HttpClient();
                return ReceiptKeys.Parse(await http.GetStringAsync(url, cancellation));
            }

            return ReceiptKeys.Parse(await File.ReadAllTextAsync(place, cancellation));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or JsonException)
        {
            throw new SettingException("--keys", $"({place}) is no JWK Set that can be read");
        }
    }
}
