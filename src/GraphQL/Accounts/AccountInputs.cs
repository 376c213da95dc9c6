using System.ComponentModel;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Sessions;
using GraphQL;

namespace Diary.GraphQL.Accounts;

/// <summary>What proves who someone is.</summary>
[OneOf]
public sealed class CredentialInput
{
    /// <summary>The password itself, over TLS.</summary>
    [Description("UCE: 12 to 256 characters.")]
    public string? Password { get; init; }
}

/// <summary>What an account begins with.</summary>
public sealed class SignUpInput
{
    /// <summary>A UUID that the client makes.</summary>
    [Id, Description("A UUID that the client makes; required for E2E, whose wraps are bound to it.")]
    public string? Id { get; init; }

    /// <summary>The address.</summary>
    public required string Email { get; init; }

    /// <summary>Who can read.</summary>
    public required Tier Tier { get; init; }

    /// <summary>What will prove who it is.</summary>
    public required CredentialInput Credential { get; init; }

    /// <summary>The device's name, to know its session by.</summary>
    public required string Device { get; init; }

    /// <summary>An IANA zone id.</summary>
    [DefaultAstValue("\"UTC\"")]
    public string? TimeZone { get; init; }
}

/// <summary>Who wants in.</summary>
public sealed class SignInInput
{
    /// <summary>The address.</summary>
    public required string Email { get; init; }

    /// <summary>What proves it.</summary>
    public required CredentialInput Credential { get; init; }

    /// <summary>The device's name, to know its session by.</summary>
    public required string Device { get; init; }
}

/// <summary>What a client needs before it can sign in.</summary>
public sealed record SignInParameters(Tier Tier);

/// <summary>How a sign-up ended.</summary>
public sealed record SignUpPayload(
    TokenPair? Session,
    AccountNode? Account,
    [property: Description("UCE: ten codes, shown this once.")] IReadOnlyList<string>? RecoveryCodes,
    IReadOnlyList<IProblem> Problems);

/// <summary>How a sign-in or a refresh ended.</summary>
public sealed record SignInPayload(TokenPair? Session, AccountNode? Account, IReadOnlyList<IProblem> Problems);

/// <summary>How many sessions ended.</summary>
public sealed record SignOutPayload(int Ended, IReadOnlyList<IProblem> Problems);
