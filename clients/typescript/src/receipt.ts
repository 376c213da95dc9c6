import { ed25519 } from "@noble/curves/ed25519.js";
import { concat, equalBytes, uint32, utf8 } from "./cryptography/bytes.js";
import { sha256 } from "./cryptography/hashing.js";
import { fromBase64, fromBase64Url, idBytes, toBase64Url } from "./cryptography/text.js";
import type { ReceiptFragment } from "./generated/operations.js";

// "diary.v1.receipt" (16, ASCII) | account id (16) | entry id, or zeros (16) | keys destroyed (4) | at (8) | vault turns at (8)
// Ed25519: RFC 8032. A key's id is its JWK thumbprint (RFC 7638, RFC 8037 section 2).

const label = utf8("diary.v1.receipt");

/** The server's statement, signed, that keys were destroyed. */
export type ErasureReceipt = ReceiptFragment;

/** The server's public keys: a JWK Set (RFC 7517), as it lies at /.well-known/diary-receipts.json. */
export interface ReceiptKeys {
  readonly keys: readonly { readonly kty?: string; readonly crv?: string; readonly x?: string }[];
}

/**
 * Whether one of these keys signed the receipt. It proves that the server said so; whether it is about your account and entry, compare.
 * @param keys Published ones that you keep: those of the server that shows the receipt prove nothing against it.
 */
export function verifyReceipt(receipt: ErasureReceipt, keys: ReceiptKeys): boolean {
  const signature = fromBase64(receipt.signature);
  const key = keys.keys
    .filter(({ kty, crv }) => kty === "OKP" && crv === "Ed25519")
    .map(({ x }) => fromBase64Url(x ?? ""))
    .find((x) => x && equalBytes(utf8(thumbprint(x)), utf8(receipt.keyId)));
  if (!signature || !key) return false;
  try {
    return ed25519.verify(signature, statement(receipt), key, { zip215: false });
  } catch {
    return false;
  }
}

const thumbprint = (x: Uint8Array): string =>
  toBase64Url(sha256(utf8(`{"crv":"Ed25519","kty":"OKP","x":"${toBase64Url(x)}"}`)));

const statement = ({ accountId, entryId, keysDestroyed, at, vaultTurnsAt }: ErasureReceipt): Uint8Array =>
  concat(
    label,
    idBytes(accountId),
    entryId === null ? new Uint8Array(16) : idBytes(entryId),
    uint32(keysDestroyed),
    instant(at),
    instant(vaultTurnsAt),
  );

function instant(text: string): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(Date.parse(text)));
  return bytes;
}
