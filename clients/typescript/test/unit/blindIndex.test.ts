import assert from "node:assert/strict";
import { test } from "node:test";
import { hkdf } from "#dist/cryptography/hashing.js";
import { openName } from "#dist/cryptography/sealedName.js";
import { toBase64Url } from "#dist/cryptography/text.js";
import { type AccountKeys, BlindIndex, openNote, quarterOf, sealNote } from "@personal-diary/client/cryptography";
import { golden } from "../kit/files.js";
import { ada, adasKeys, count, eve, flipped, hex, toHex } from "../kit/samples.js";

const derived = golden("golden-derived.json");
const sealed = golden("golden-sealed.json");

/** The golden tokens hang under an index root of the samples', not under a private key. */
const withRoot = (root: Uint8Array) => ({ indexRoot: () => root.slice() }) as unknown as AccountKeys;

const goldenIndex = new BlindIndex(withRoot(count(0, 32)), ada);
const index = new BlindIndex(adasKeys(), ada);

test("tokens are the golden ones of the other implementation", () => {
  assert.equal(toHex(goldenIndex.tagToken(" Garten ")), derived["tag.garten"]);
  assert.equal(toHex(goldenIndex.moodToken("FROH")), derived["mood.froh"]);
  assert.equal(toHex(goldenIndex.fingerprint("\n Nebel  u\u0308ber\tdem See. ")), derived["fingerprint"]);
  assert.equal(toBase64Url(goldenIndex.searchTerm("DIARY", "2026-11-23", "title", "wander")), derived["term.title"]);
  assert.equal(toBase64Url(goldenIndex.searchTerm("DIARY", "2026-11-23", "body", "wander")), derived["term.body"]);
});

test("the golden name opens, under its own account and token only", () => {
  const [token, name] = [goldenIndex.tagToken("Garten"), hex(sealed["name"]!)];
  assert.equal(goldenIndex.openTagName(token, name), "Garten");
  assert.equal(goldenIndex.openTagName(goldenIndex.tagToken("Haus"), name), null);
  assert.equal(new BlindIndex(withRoot(count(0, 32)), eve).openTagName(token, name), null);
  assert.equal(index.openTagName(token, name), null);
  assert.equal(openName(hex(derived["tagname"]!), ada, token, name), "Garten");
});

test("the index root is derived from the private key", () => {
  const root = hkdf(adasKeys().privateKey, Buffer.from("diary.v1.index-root"), 32);
  assert.deepEqual(new BlindIndex(withRoot(root), ada).tagToken("x"), index.tagToken("x"));
});

test("a name has one token, however it is written", () => {
  const same: [string, string][] = [
    ["Garten", " gARTEN\t"], ["Straße", "STRAßE"], ["ΣΊΣΥΦΟΣ", "σίσυφος"], ["ﬁsch", "FISCH"], ["Über", "U\u0308BER"], ["ᾳ", "ᾼ"],
    ["Ǆ", "ǆ"], ["𐐀", "𐐨"], ["ｇａｒｔｅｎ", "garten"], ["\u0085x\u2029", "x"],
  ];
  for (const [one, other] of same) assert.deepEqual(index.tagToken(one), index.tagToken(other), `${one} and ${other}`);
});

test("letters that are no case of each other have tokens of their own", () => {
  const names = ["Straße", "Strasse", "i", "ı", "İ", "ŉ", "x", "x x", "\uFEFFx", ""];
  const tokens = names.map((name) => toHex(index.tagToken(name)));
  assert.equal(new Set(tokens).size, names.length);
});

test("a tag and a mood of one name have tokens of their own", () => {
  assert.notDeepEqual(index.tagToken("froh"), index.moodToken("froh"));
});

test("a fingerprint overlooks white space and nothing else", () => {
  const fingerprint = index.fingerprint("Nebel über dem See.");
  assert.deepEqual(index.fingerprint("\r\nNebel \t über\u2003dem\nSee.  "), fingerprint);
  assert.notDeepEqual(index.fingerprint("nebel über dem See."), fingerprint);
  assert.notDeepEqual(index.fingerprint("Nebelüber dem See."), fingerprint);
  assert.deepEqual(index.fingerprint(" \n"), index.fingerprint(""));
});

test("a term tells nothing across source, quarter, field or stem", () => {
  const terms = [
    index.searchTerm("DIARY", "2026-10-01", "body", "see"), index.searchTerm("FACEBOOK", "2026-10-01", "body", "see"),
    index.searchTerm("DIARY", "2026-09-30", "body", "see"), index.searchTerm("DIARY", "2025-10-01", "body", "see"),
    index.searchTerm("DIARY", "2026-10-01", "title", "see"), index.searchTerm("DIARY", "2026-10-01", "body", "nebel"),
  ].map(toHex);
  assert.equal(new Set(terms).size, terms.length);
  assert.ok(terms.every((term) => term.length === 18));
  assert.equal(toHex(index.searchTerm("DIARY", "2026-12-31", "body", "see")), terms[0]);
});

test("a source is capital letters, and a day is a day", () => {
  for (const source of ["", "DIARY.2026Q4", "diary"]) {
    assert.throws(() => index.searchTerm(source, "2026-11-23", "body", "see"), RangeError);
  }
  for (const day of ["", "2026", "2026-13-01", "2026-00-10", "2026-11-32", "0000-01-01", "2026-11-23T00:00", "+02026-11-23"]) {
    assert.throws(() => quarterOf(day), RangeError, day);
  }
  const quarters = ["0987-01-01", "0987-03-31", "0987-04-01", "0987-09-30", "0987-12-31"].map(quarterOf);
  assert.deepEqual(quarters, ["0987Q1", "0987Q1", "0987Q2", "0987Q3", "0987Q4"]);
});

test("a sealed name comes back as it was written, and its length tells little", () => {
  for (const name of ["", "Garten", " Straße ", "x".repeat(31), "x".repeat(32), "😀".repeat(255)]) {
    const tag = index.sealTagName(name);
    assert.equal(index.openTagName(tag.token, tag.sealedName), name);
    assert.equal((tag.sealedName.length - 29) % 32, 0);
  }
  assert.throws(() => index.sealTagName("x".repeat(1024)), RangeError);
});

test("no bit of a sealed name may be another", () => {
  const { token, sealedName } = index.sealTagName("Garten");
  for (let bit = 0; bit < sealedName.length * 8; bit++) {
    assert.equal(index.openTagName(token, flipped(sealedName, bit)), null, `bit ${bit}`);
  }
  for (const length of [0, 1, 28, 29, 60, 62]) assert.equal(index.openTagName(token, new Uint8Array(length).fill(1)), null);
});

test("any text has tokens", () => {
  for (const text of ["\uD800", "\uDC00x", "\uFFFE", "\0", "\uFEFF", "\u{10FFFF}", "a\u0301".repeat(1000)]) {
    assert.equal(index.tagToken(text).length, 16);
    assert.equal(index.moodToken(text).length, 16);
    assert.equal(index.fingerprint(text).length, 32);
  }
  assert.deepEqual(index.tagToken("\uD800"), index.tagToken("\uFFFD"));
});

test("an index that was wiped is refused", () => {
  const wiped = new BlindIndex(adasKeys(), ada);
  wiped.tagToken("x");
  wiped.wipe();
  assert.throws(() => wiped.tagToken("x"), /wiped/);
});

test("the golden note opens, for its own account only", async () => {
  const note = hex(sealed["note"]!);
  assert.equal(await openNote(adasKeys(), ada, note), "Ada's phone");
  assert.equal(await openNote(adasKeys(), eve, note), null);
  for (let at = 0; at < note.length; at++) assert.equal(await openNote(adasKeys(), ada, flipped(note, at * 8)), null);
  assert.equal(await openNote(adasKeys(), ada, new Uint8Array()), null);
});

test("a note that was sealed to a public key opens with its private one", async () => {
  const note = await sealNote(adasKeys().publicKey, ada, "Adas Händy");
  assert.equal(await openNote(adasKeys(), ada, note), "Adas Händy");
});
