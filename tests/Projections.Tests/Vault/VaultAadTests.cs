using Diary.Domain;
using Diary.Projections.Vault;

namespace Diary.Projections.Tests.Vault;

/// <summary>What records are bound to may never change: whoever changes it cannot open the vault.</summary>
public sealed class VaultAadTests
{
    private static readonly AccountId Ada = new(new Guid("0195a1b0-0000-7000-8000-000000000001"));
    private static readonly Guid Id = new("0195a1b0-0000-7000-8000-000000000003");

    [Fact]
    public void A_capsule_is_bound_to_account_entry_and_version() => Assert.Equal(
        "656e7472795f6b657973" + "0195a1b0000070008000000000000001" + "0195a1b0000070008000000000000003" + "00000000" + "00000102",
        Convert.ToHexStringLower(VaultAad.EntryKey(Ada, new EntryId(Id), 0x102)));

    [Fact]
    public void A_slot_is_bound_to_account_kind_id_and_generation() => Assert.Equal(
        "6b65795f736c6f7473" + "0195a1b0000070008000000000000001" + "0195a1b0000070008000000000000003" + "00000003" + "00000007",
        Convert.ToHexStringLower(VaultAad.Slot(Ada, new SlotId(SlotKind.Session, Id, 7))));

    [Fact]
    public void A_server_key_is_bound_to_its_purpose_and_id() => Assert.Equal(
        Convert.ToHexStringLower("server_keys|tokens|"u8) + "0195a1b0000070008000000000000003",
        Convert.ToHexStringLower(VaultAad.ServerKey("tokens", Id)));
}
