using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Diary.Integrations.Facebook;

/// <summary>What Facebook itself posts to an app: base64url(HMAC-SHA-256 of what follows the dot) "." base64url(JSON), unpadded.</summary>
/// <param name="UserId">Whom it is about.</param>
/// <param name="IssuedAt">When it was made.</param>
public sealed record SignedRequest(string UserId, DateTimeOffset IssuedAt)
{
    private const int Longest = 8_000;

    /// <summary>Reads one; null where it is not signed by the app's secret, or is none.</summary>
    public static SignedRequest? Read(string text, string secret)
    {
        if (text.Length > Longest || text.Split('.') is not [{ } signature, { } payload])
        {
            return null;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(payload));
        if (!Base64Url.IsValid(signature, out var length) || length != given.Length
            || !Base64Url.TryDecodeFromChars(signature, given, out _)
            || !CryptographicOperations.FixedTimeEquals(given, expected) || !Base64Url.IsValid(payload))
        {
            return null;
        }

        try
        {
            var json = JsonElement.Parse(Base64Url.DecodeFromChars(payload));
            return string.Equals(json.Text("algorithm"), "HMAC-SHA256", StringComparison.OrdinalIgnoreCase)
                && (json.Text("user_id") ?? json.Long("user_id")?.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    is { Length: > 0 and <= 100 } user
                ? new SignedRequest(user, DateTimeOffset.FromUnixTimeSeconds(
                    Math.Clamp(json.Long("issued_at") ?? 0, 0, 253_402_300_799)))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
