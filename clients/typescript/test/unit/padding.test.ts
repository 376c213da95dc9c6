import assert from "node:assert/strict";
import { test } from "node:test";
import { isPaddedLength, maxPlaintextLength, pad, paddedLength, unpad } from "@personal-diary/client/cryptography";
import { randomNumbers, randomRun } from "../kit/samples.js";

test("a length is padded as the paper says", () => {
  const cases = [
    [0, 256], [255, 256], [256, 272], [271, 272], [999, 1024], [1023, 1024], [1024, 1088], [16384, 17408],
    [maxPlaintextLength, 2 ** 20 - 2 ** 14],
  ] as const;
  for (const [length, padded] of cases) assert.equal(paddedLength(length), padded, `${length}`);
});

test("whatever is padded comes back", () => {
  const next = randomNumbers();
  for (let run = 0; run < 300; run++) {
    const plaintext = randomRun(next, next(5000));
    const padded = pad(plaintext);
    assert.ok(isPaddedLength(padded.length));
    assert.deepEqual(unpad(padded), plaintext);
  }
});

test("from 256 bytes on padding adds at most 12 percent and a mark", () => {
  const next = randomNumbers();
  for (let run = 0; run < 20_000; run++) {
    const length = 256 + next(2 ** 20 - 256);
    const padded = paddedLength(length);
    assert.ok(padded > length && padded <= (length + 1) * 1.12, `${length} became ${padded}`);
  }
});

test("a length is a padded length exactly if some plaintext has it", () => {
  const reachable = new Set(Array.from({ length: 6000 }, (_, length) => paddedLength(length)));
  for (let length = -10; length < 5900; length++) assert.equal(isPaddedLength(length), reachable.has(length), `${length}`);
  for (const length of [Number.NaN, 256.5, Number.POSITIVE_INFINITY, 2 ** 31 - 1]) assert.equal(isPaddedLength(length), false);
});

test("unpadding takes only what padding makes and never throws", () => {
  const next = randomNumbers();
  for (let run = 0; run < 5000; run++) {
    const bytes = Uint8Array.from({ length: next(700) }, () => [0, 0, 0, 0x80, 1][next(5)]!);
    const plaintext = unpad(bytes);
    if (plaintext) assert.deepEqual(pad(plaintext), bytes);
  }
});

test("more zeros than needed are refused", () => {
  const padded = new Uint8Array(272);
  padded[10] = 0x80;
  assert.equal(unpad(padded), null);
  assert.equal(unpad(padded.subarray(0, 256))?.length, 10);
});

test("a length out of bounds is misuse", () => {
  for (const length of [-1, 0.5, Number.NaN, 2 ** 31]) assert.throws(() => paddedLength(length), RangeError);
});
