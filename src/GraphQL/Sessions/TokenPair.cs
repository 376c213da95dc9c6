namespace Diary.GraphQL.Sessions;

/// <summary>What a client signs its requests with, and what it gets the next pair with.</summary>
public sealed record TokenPair(
    string AccessToken, DateTimeOffset AccessTokenExpiresAt, string RefreshToken, DateTimeOffset RefreshTokenExpiresAt);
