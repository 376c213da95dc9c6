import type { AccountKeys } from "./accountKeys.js";
import { type Bytes, concat, fromUtf8, utf8 } from "./bytes.js";
import { hpkeOpen, hpkeSeal } from "./hpke.js";
import { labels } from "./labels.js";
import { idBytes } from "./text.js";

// 0x01 | enc (32) | ciphertext | tag (16): HPKE base mode (RFC 9180), info "diary.v1.note", AAD = account id (16)

const version = 0x01;

/** Seals a short text to an account's public key. No key of the account is needed for it, and none of the sender is shown by it. */
export async function sealNote(publicKey: Uint8Array, accountId: string, note: string): Promise<Bytes> {
  return concat(Uint8Array.of(version), await hpkeSeal(publicKey, labels.note, idBytes(accountId), utf8(note)));
}

/**
 * Opens what the server sealed to the account: a device's name, the details of an audit record. Null for another key or account, or
 * bytes that are not as they were sealed. Whoever knows the public key could have written it.
 */
export async function openNote(keys: AccountKeys, accountId: string, sealed: Uint8Array): Promise<string | null> {
  const pair = { privateKey: keys.privateKey, publicKey: keys.publicKey };
  const aad = idBytes(accountId);
  if (sealed[0] !== version) return null;
  const note = await hpkeOpen(pair, labels.note, aad, sealed.subarray(1));
  return note && fromUtf8(note);
}
