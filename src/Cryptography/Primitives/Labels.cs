namespace Diary.Cryptography;

/// <summary>
/// Every domain-separation label of version 1, in one place: two uses never share one. All are ASCII, and none may ever change.
/// </summary>
internal static class Labels
{
    // Under the content key of one envelope.
    public static ReadOnlySpan<byte> Body => "diary.v1.body"u8;
    public static ReadOnlySpan<byte> Media => "diary.v1.media"u8;
    public const string MediaFacts = "diary.v1.media-facts";
    public static ReadOnlySpan<byte> Capsule => "diary.v1.capsule"u8;

    // Under the master key.
    public const string Wrap = "diary.v1.wrap";
    public const string Identity = "diary.v1.identity";
    public const string IndexRoot = "diary.v1.index-root";
    public const string Retiring = "diary.v1.retiring";

    // Under the index root.
    public const string IndexPrefix = "diary.v1.index.";
    public const string Tag = "diary.v1.tag";
    public const string TagName = "diary.v1.tag-name";
    public const string Fingerprint = "diary.v1.fingerprint";
    public const string Vocabulary = "diary.v1.vocabulary";
    public const string Repeat = "diary.v1.repeat";
    public const string Language = "diary.v1.language";
    public const string MediaContent = "diary.v1.media-content";
    public const string WordCount = "diary.v1.word-count";
    public static ReadOnlySpan<byte> MoodPrefix => "mood:"u8;

    // Under what wraps a master key: the wrapping half of a password or recovery code, a session's unlock key.
    public const string Slot = "diary.v1.slot";
    public static ReadOnlySpan<byte> MasterKey => "diary.v1.master-key"u8;

    // Under the account's private key.
    public const string WritePsk = "diary.v1.write-psk";
    public static ReadOnlySpan<byte> WritePskId => "diary.v1.write"u8;

    // Under a recovery code.
    public static ReadOnlySpan<byte> RecoveryAuthentication => "diary.v1.recovery.auth"u8;
    public static ReadOnlySpan<byte> RecoveryWrapping => "diary.v1.recovery.wrap"u8;

    // Elsewhere.
    public static ReadOnlySpan<byte> Name => "diary.v1.name"u8;
    public static ReadOnlySpan<byte> Note => "diary.v1.note"u8;
    public static ReadOnlySpan<byte> Vault => "diary.v1.vault"u8;
    public static ReadOnlySpan<byte> VaultKeyId => "diary.v1.vault-key-id"u8;
}
