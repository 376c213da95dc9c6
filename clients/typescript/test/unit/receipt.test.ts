import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import { type ErasureReceipt, verifyReceipt } from "@personal-diary/client";
import { ada, entry, eve } from "../kit/samples.js";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const jwk = publicKey.export({ format: "jwk" }) as { kty: string; crv: string; x: string };
const keyId = createHash("sha256").update(`{"crv":"Ed25519","kty":"OKP","x":"${jwk.x}"}`).digest("base64url");

/** As docs/receipts.md says, on Node's own cryptography. */
function receiptOf(entryId: string | null): ErasureReceipt {
  const [at, vaultTurnsAt] = ["2026-11-23T18:15:30.123Z", "2026-12-20T04:00:00.000Z"];
  const numbers = Buffer.alloc(20);
  numbers.writeInt32BE(3, 0);
  numbers.writeBigInt64BE(BigInt(Date.parse(at)), 4);
  numbers.writeBigInt64BE(BigInt(Date.parse(vaultTurnsAt)), 12);
  const ids = [ada, entryId ?? "0".repeat(32)].map((id) => Buffer.from(id.replaceAll("-", ""), "hex"));
  const signature = sign(null, Buffer.concat([Buffer.from("diary.v1.receipt"), ...ids, numbers]), privateKey).toString("base64");
  return { accountId: ada, entryId, keysDestroyed: 3, at, vaultTurnsAt, keyId, signature };
}

test("a receipt is verified by the key that it names", () => {
  for (const id of [entry, null]) {
    assert.equal(verifyReceipt(receiptOf(id), { keys: [{ kty: "RSA" }, {}, { ...jwk, x: "AA" }, jwk] }), true);
  }
});

test("whatever a receipt says is signed", () => {
  const receipt = receiptOf(entry);
  const changes: Partial<ErasureReceipt>[] = [
    { accountId: eve }, { entryId: eve }, { entryId: null }, { keysDestroyed: 2 }, { at: "2026-11-23T18:15:30.124Z" },
    { vaultTurnsAt: "2026-12-20T04:00:00.001Z" }, { keyId: "x" }, { signature: "" }, { signature: "???" }, { at: "never" }, { accountId: "x" },
    { signature: Buffer.alloc(64).toString("base64") },
  ];
  for (const change of changes) assert.equal(verifyReceipt({ ...receipt, ...change }, { keys: [jwk] }), false, JSON.stringify(change));
});

test("another key, or none, verifies nothing", () => {
  const other = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }) as typeof jwk;
  for (const keys of [[], [other], [{ ...jwk, crv: "X25519" }], [{ ...jwk, kty: "EC" }]]) {
    assert.equal(verifyReceipt(receiptOf(entry), { keys }), false);
  }
});
