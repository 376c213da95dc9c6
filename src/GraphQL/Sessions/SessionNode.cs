using System.ComponentModel;
using GraphQL;

namespace Diary.GraphQL.Sessions;

/// <summary>A device that is signed in.</summary>
[Name("Session")]
public sealed record SessionNode(
    [property: Id] string Id,
    [property: Description("Whether it is the session of this request.")] bool Current,
    [property: Description("The device's name, as it was given at sign-in. Empty where the server cannot open it: for E2E, and in the "
        + "answer to a sign-in.")] string Device,
    DateTimeOffset CreatedAt,
    [property: Description("When it was last refreshed, which clients do every 15 minutes while they are used.")] DateTimeOffset LastUsedAt,
    [property: Description("When it ends unless it is refreshed.")] DateTimeOffset ExpiresAt,
    [property: Description("E2E: the device's name, sealed to the account's public key (HPKE base mode, info diary.v1.note).")]
    byte[]? SealedDevice);
