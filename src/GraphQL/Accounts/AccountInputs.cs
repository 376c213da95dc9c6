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

    /// <summary>What the client derived of it.</summary>
    [Description("E2E: the authentication half of what the client derived; the password never leaves it.")]
    public AuthKeyInput? AuthKey { get; init; }
}

/// <summary>The authentication half of an E2E password.</summary>
public sealed class AuthKeyInput
{
    /// <summary>32 bytes.</summary>
    public required byte[] Key { get; init; }

    /// <summary>How it was derived; required where a credential is set.</summary>
    public KdfInput? Kdf { get; init; }
}

/// <summary>A client's own Argon2id parameters.</summary>
public sealed class KdfInput
{
    /// <summary>16 bytes.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>65,536 (64 MiB) to 1,048,576.</summary>
    public required int MemoryKiB { get; init; }

    /// <summary>Passes: 3 to 64.</summary>
    public required int Iterations { get; init; }

    /// <summary>Lanes: 1.</summary>
    public required int Parallelism { get; init; }
}

/// <summary>What only an E2E client can make.</summary>
[Name("E2EKeysInput")]
public sealed class E2EKeysInput
{
    /// <summary>32 bytes: X25519, not of low order.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>73 bytes: the private key under the password's wrapping half.</summary>
    public byte[]? KeyBundle { get; init; }

    /// <summary>Ten.</summary>
    [Description("Ten of them: the client makes the codes; the server gets a verifier and a ciphertext for each.")]
    public required IReadOnlyList<RecoveryCodeInput> RecoveryCodes { get; init; }
}

/// <summary>What the server gets of a recovery code that an E2E client made.</summary>
public sealed class RecoveryCodeInput
{
    /// <summary>32 bytes.</summary>
    public required byte[] Verifier { get; init; }

    /// <summary>73 bytes: the private key under the code's wrapping half.</summary>
    public required byte[] KeyBundle { get; init; }
}

/// <summary>What an account begins with.</summary>
public sealed class SignUpInput
{
    /// <summary>A UUID of version 4 that the client makes.</summary>
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

    /// <summary>What only an E2E client can make.</summary>
    [Description("E2E only, and required there.")]
    public E2EKeysInput? Keys { get; init; }
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

/// <summary>Another credential for a signed-in account.</summary>
public sealed class ChangePasswordInput
{
    /// <summary>The one that it has.</summary>
    public required CredentialInput Current { get; init; }

    /// <summary>The one that it gets.</summary>
    public required CredentialInput Next { get; init; }

    /// <summary>73 bytes; where it is left out none is kept, since the current credential wrapped the one before.</summary>
    [Description("E2E: the private key, wrapped anew.")]
    public byte[]? KeyBundle { get; init; }
}

/// <summary>A way back in without the password.</summary>
public sealed class RecoverInput
{
    /// <summary>The address.</summary>
    public required string Email { get; init; }

    /// <summary>What proves it.</summary>
    [Description("UCE: a code as it was shown. E2E: its verifier.")]
    public required RecoveryProofInput Code { get; init; }

    /// <summary>The credential that the account gets.</summary>
    public required CredentialInput Next { get; init; }

    /// <summary>The device's name, to know its session by.</summary>
    public required string Device { get; init; }

    /// <summary>E2E, 73 bytes: the private key under the next credential; where it is left out none is kept.</summary>
    public byte[]? KeyBundle { get; init; }
}

/// <summary>What proves a recovery code.</summary>
[OneOf]
public sealed class RecoveryProofInput
{
    /// <summary>UCE: the code as it was shown.</summary>
    public string? Code { get; init; }

    /// <summary>E2E, 32 bytes: its verifier.</summary>
    public byte[]? Verifier { get; init; }
}

/// <summary>Which wrapped private key.</summary>
public sealed class RecoveryBundleInput
{
    /// <summary>The address.</summary>
    public required string Email { get; init; }

    /// <summary>32 bytes.</summary>
    public required byte[] Verifier { get; init; }
}

/// <summary>Fresh recovery codes.</summary>
public sealed class ReplaceRecoveryCodesInput
{
    /// <summary>What proves that it is the owner who asks.</summary>
    public required CredentialInput Current { get; init; }

    /// <summary>Ten.</summary>
    [Description("E2E only.")]
    public IReadOnlyList<RecoveryCodeInput>? Codes { get; init; }
}

/// <summary>What a client needs before it can sign in.</summary>
public sealed record SignInParameters(
    Tier Tier,
    [property: Description(
        "The client's own Argon2id parameters (E2E). UCE sends the password itself over TLS and needs none.")] Kdf? Kdf,
    [property: Id, Description("The account's id, to which recovery codes are bound. Unknown addresses have a stable one too, and all are "
        + "of version 4: signUp takes no other.")]
    string AccountId);

/// <summary>A client's own Argon2id parameters.</summary>
public sealed record Kdf(byte[] Salt, int MemoryKiB, int Iterations, int Parallelism);

/// <summary>How a sign-up ended.</summary>
public sealed record SignUpPayload(
    TokenPair? Session,
    AccountNode? Account,
    [property: Description("UCE: ten codes, shown this once.")] IReadOnlyList<string>? RecoveryCodes,
    IReadOnlyList<IProblem> Problems);

/// <summary>How a sign-in or a refresh ended.</summary>
public sealed record SignInPayload(TokenPair? Session, AccountNode? Account, IReadOnlyList<IProblem> Problems);

/// <summary>The private key as it was wrapped under a recovery code.</summary>
public sealed record RecoveryBundlePayload(byte[]? KeyBundle, IReadOnlyList<IProblem> Problems);

/// <summary>UCE: the codes, shown this once.</summary>
public sealed record RecoveryCodesPayload(IReadOnlyList<string>? RecoveryCodes, IReadOnlyList<IProblem> Problems);

/// <summary>How many sessions ended.</summary>
public sealed record SignOutPayload(int Ended, IReadOnlyList<IProblem> Problems);
