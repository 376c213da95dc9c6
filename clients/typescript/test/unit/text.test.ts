import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, equalBytes, fromUtf8, randomBytes, uint32, utf8, wipe } from "#dist/cryptography/bytes.js";
import { fromBase64, fromBase64Url, fromHex, idBytes, idText, toBase64, toBase64Url, toHex } from "#dist/cryptography/text.js";
import { ada, count, randomNumbers, randomRun } from "../kit/samples.js";

test("base64 and hexadecimal go there and back, as Node has them", () => {
  const next = randomNumbers();
  for (const length of [0, 1, 2, 3, 4, 100, 40_000]) {
    const bytes = randomRun(next, length);
    assert.equal(toBase64(bytes), Buffer.from(bytes).toString("base64"));
    assert.equal(toBase64Url(bytes), Buffer.from(bytes).toString("base64url"));
    assert.equal(toHex(bytes), Buffer.from(bytes).toString("hex"));
    assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
    assert.deepEqual(fromBase64Url(toBase64Url(bytes)), bytes);
    assert.deepEqual(fromHex(toHex(bytes).toUpperCase()), bytes);
  }
});

test("equal bytes have one text in base64", () => {
  for (const text of ["A", "AA", "AAA", "AA=", "AB==", "AAB=", "AA==\n", " AA==", "A-A=", "A_A=", "====", "AA==AA==", "é===", "="]) {
    assert.equal(fromBase64(text), null, JSON.stringify(text));
  }
  for (const text of ["A", "AB", "AAB", "AA==", "A+A", "A/A", " AA"]) assert.equal(fromBase64Url(text), null, text);
  for (const text of ["a", "0x", "zz", "a b", "é0"]) assert.equal(fromHex(text), null, text);
});

test("an id is its 16 bytes in the order in which it is printed", () => {
  assert.equal(toHex(idBytes(ada)), ada.replaceAll("-", ""));
  assert.equal(idText(idBytes(ada.toUpperCase())), ada);
  for (const text of ["", ada.replaceAll("-", ""), `{${ada}}`, `${ada}0`, ada.replace("0", "g"), ` ${ada}`]) {
    assert.throws(() => idBytes(text), RangeError, text);
  }
});

test("bytes are joined, counted, compared and wiped", () => {
  assert.deepEqual(concat(count(1, 2), new Uint8Array(), count(3, 1)), count(1, 3));
  assert.equal(toHex(uint32(0x01020304)), "01020304");
  assert.ok(equalBytes(count(0, 5), count(0, 5)));
  assert.ok(!equalBytes(count(0, 5), count(0, 4)) && !equalBytes(count(0, 5), count(1, 5)));
  const [secret, view] = [randomBytes(64), count(1, 8)];
  wipe(secret, undefined, view.subarray(2, 4));
  assert.deepEqual([...new Set(secret)], [0]);
  assert.deepEqual([...view], [1, 2, 0, 0, 5, 6, 7, 8]);
});

test("what is not UTF-8 is no text, and a byte order mark is a character", () => {
  assert.equal(fromUtf8(Uint8Array.of(0xc0, 0x80)), null);
  assert.equal(fromUtf8(utf8("\uFEFFé")), "\uFEFFé");
});
