import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutDiacritics } from "#dist/search/folding.js";
import { EntryWords } from "#dist/search/entryWords.js";
import { allLanguages } from "#dist/search/languages.js";
import { Stemmer, detect } from "#dist/search/stemmer.js";
import { wordsOf } from "#dist/search/words.js";

const folded = (text: string) => wordsOf(text).map((word) => word.folded);

test("words are folded, and know where they stand", () => {
  assert.deepEqual(folded("Don’t go: 3.14, naïve STRASSE Straße!"), ["don't", "go", "3.14", "naïve", "strasse", "strasse"]);
  assert.deepEqual(folded("ΣΊΣΥΦΟΣ σίσυφος ｆｕｌｌ"), ["σίσυφοσ", "σίσυφοσ", "full"]);
  assert.deepEqual(folded("... — \t\n\0 !"), []);
  const text = "Ein Schnee ❄ im 東京都 a😀b";
  for (const { start, length } of wordsOf(text)) assert.match(text.slice(start, start + length), /^\S+$/);
  assert.deepEqual(wordsOf(text).map(({ start, length }) => text.slice(start, start + length)),
    ["Ein", "Schnee", "❄", "im", "東京", "京都", "a", "😀", "b"]);
});

test("scripts without spaces give overlapping pairs, and a lonely character itself", () => {
  assert.deepEqual(folded("東京に住む。猫"), ["東京", "京に", "に住", "住む", "猫"]);
  assert.deepEqual(folded("サッカー"), ["サッ", "ッカ", "カー"]);
  assert.deepEqual(folded("안녕"), ["안녕"]);
});

test("no word is longer than 64 units, and none is cut through a pair of surrogates", () => {
  for (const word of wordsOf(`${"a".repeat(1000)} ${"a".repeat(63)}${"𐐀".repeat(9)} ${"𐐀".repeat(99)}`)) {
    assert.ok(word.length <= 64 && !/[\uD800-\uDBFF]$/.test(word.folded), `${word.length}`);
  }
});

test("a text takes time in proportion to its length: as many pieces as it has, each of a bounded size", (t) => {
  const segment = t.mock.method(Intl.Segmenter.prototype, "segment");
  assert.equal(wordsOf(`${"snow, ".repeat(10_000)}${"x".repeat(100_000)}`).length, 10_200);
  assert.ok(segment.mock.calls.every((call) => call.arguments[0]!.length <= 1_000));
});

test("forms of a word have one stem, and a stem has no diacritics", async () => {
  const forms: [Parameters<typeof Stemmer.of>[0], string, string][] = [
    ["en", "walking", "walks"], ["de", "häuser", "haus"], ["fr", "l'maisons", "maison"], ["es", "casas", "casa"],
    ["it", "dell'amore", "amori"], ["pt", "casas", "casa"], ["nl", "huizen", "huiz"], ["ru", "домами", "дом"], ["sv", "husen", "hus"],
    ["da", "husene", "hus"],
    ["no", "husene", "hus"], ["fi", "taloissa", "talo"],
  ];
  assert.deepEqual(forms.map(([language]) => language), allLanguages);
  for (const [language, one, other] of forms) {
    const stemmer = await Stemmer.of(language);
    assert.equal(stemmer.stem(one), stemmer.stem(other), language);
    assert.equal(stemmer.stem("3.14"), "3.14");
    assert.equal(stemmer.stem("東京"), "東京");
  }
  assert.equal(withoutDiacritics("café ørð æsir ёлка й"), "cafe ord aesir елка й");
  assert.equal((await Stemmer.of("en")).stem("a"), null);
  assert.equal((await Stemmer.of("de")).stem("aber"), null);
});

test("a language is told by its common words, or not at all", async () => {
  const stemmers = await new EntryWords().stemmers;
  const told = (text: string) => detect(wordsOf(text), stemmers)?.language ?? null;
  assert.equal(told("We were not there when it began, and they had been waiting."), "en");
  assert.equal(told("Wir waren nicht da, als es begann, und sie hatten auf uns gewartet."), "de");
  assert.equal(told("Nous étions dans la rue avec les enfants et ils ne sont pas venus."), "fr");
  assert.equal(told("Мы не были там, когда она пришла, и они ждали нас."), "ru");
  assert.equal(told("Snow."), null);
  assert.equal(told(""), null);
});

test("a content gives each stem once, and never more than the server takes", async () => {
  const words = new EntryWords(["en"]);
  const stems = await words.stemsOf({ title: "Walks", body: "We walked and walked by the rivers." });
  assert.deepEqual(stems, { title: ["walk"], body: ["walk", "river"] });
  const long = await words.stemsOf({ title: "x", body: Array.from({ length: 40_000 }, (_, i) => `n${i}`).join(" ") });
  assert.equal(long.title.length + long.body.length, 30_000);
});
