// Files sealed in chunks: every range is that of the whole, and nothing opens elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SealedFile, fileHeaderLength, sealedChunkLength, sealedFileLength } from "@personal-diary/client/cryptography";

const account = "0190a1b2-c3d4-7e60-8a9b-000102030405";
const id = "0190a1b2-c3d4-7e60-8a9b-0a0b0c0d0e0f";
const key = new Uint8Array(32).fill(7);
const plain = (length: number) => new Blob([Uint8Array.from({ length }, (_, i) => (i * 31) % 251)]);

for (const length of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
  test(`${length} bytes open chunk by chunk, and every range of them is the same`, async () => {
    const file = plain(length);
    const sealed = new SealedFile(account, id, key);
    const whole = await sealed.slice(file, 0, sealedFileLength(length));
    assert.equal(whole.length, sealedFileLength(length));
    for (const [from, to] of [[0, 10], [60, 80], [71, 73], [65_600, 65_700], [whole.length - 20, whole.length]] as const) {
      if (from < 0 || to > whole.length) continue;
      assert.deepEqual(await sealed.slice(file, from, to), whole.slice(from, to));
    }

    assert.ok(sealed.isHeader(whole.subarray(0, fileHeaderLength)));
    assert.ok(!new SealedFile(account, id, key, 3).isHeader(whole.subarray(0, fileHeaderLength)));
    const opened: number[] = [];
    const chunks = Math.ceil((whole.length - fileHeaderLength) / sealedChunkLength);
    for (let i = 0; i < chunks; i++) {
      const at = fileHeaderLength + i * sealedChunkLength;
      const chunk = whole.subarray(at, at + sealedChunkLength);
      opened.push(...sealed.open(i, i === chunks - 1, chunk)!);
      assert.equal(sealed.open(i + 1, i === chunks - 1, chunk), null);
      assert.equal(sealed.open(i, i !== chunks - 1, chunk), null);
      assert.equal(new SealedFile(account, account, key).open(i, i === chunks - 1, chunk), null);
      assert.equal(new SealedFile(id, id, key).open(i, i === chunks - 1, chunk), null);
      const flipped = chunk.slice();
      flipped[0]! ^= 1;
      assert.equal(sealed.open(i, i === chunks - 1, flipped), null);
    }
    assert.deepEqual(Uint8Array.from(opened), new Uint8Array(await file.arrayBuffer()));
  });
}

test("a key that was wiped seals and opens nothing", async () => {
  const sealed = new SealedFile(account, id, key);
  const whole = await sealed.slice(plain(10), 0, sealedFileLength(10));
  sealed.wipe();
  await assert.rejects(sealed.slice(plain(10), 0, sealedFileLength(10)));
  assert.throws(() => sealed.open(0, true, whole.subarray(fileHeaderLength)));
});

test("a header of another key, file or account is no header", async () => {
  const { header } = new SealedFile(account, id, key);
  assert.ok(!new SealedFile(account, id, new Uint8Array(32)).isHeader(header));
  assert.ok(!new SealedFile(account, account, key).isHeader(header));
  assert.ok(!new SealedFile(id, id, key).isHeader(header));
  assert.ok(!new SealedFile(account, id, key).isHeader(header.subarray(1)));
});
