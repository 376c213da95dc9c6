import assert from "node:assert/strict";
import { test } from "node:test";
import { EntryWords } from "#dist/search/entryWords.js";
import type { Language } from "#dist/search/languages.js";
import { parseQuery } from "#dist/search/query.js";
import { scoresOf } from "#dist/search/ranking.js";
import { snippetOf } from "#dist/search/snippet.js";
import { planTokens } from "#dist/search/tokenPlan.js";

const word = (text: string) => ({ kind: "word", word: text });
const must = (...any: object[]) => ({ any, isNegated: false });

async function finds(query: string, body: string, languages: Language[] = ["en"], title?: string) {
  const match = await new EntryWords(languages).matcherOf(parseQuery(query));
  return match(title === undefined ? { body } : { title, body });
}

test("a query is read as web searches have it", () => {
  assert.deepEqual(parseQuery("Red -blue  gr*  \"two Words\" well-known").all, [
    must(word("red")), { any: [word("blue")], isNegated: true }, must({ kind: "prefix", prefix: "gr" }),
    must({ kind: "phrase", words: ["two", "words"] }), must({ kind: "phrase", words: ["well", "known"] }),
  ]);
  assert.deepEqual(parseQuery("a or b OR c d").all, [must(word("a"), word("b"), word("c")), must(word("d"))]);
  assert.deepEqual(parseQuery("or a").all, [must(word("or")), must(word("a"))]);
  assert.deepEqual(parseQuery("a or").all, [must(word("a")), must(word("or"))]);
  assert.deepEqual(parseQuery("a or -b").all, [must(word("a")), must(word("or")), { any: [word("b")], isNegated: true }]);
  assert.deepEqual(parseQuery("„never closed").all, [must({ kind: "phrase", words: ["never", "closed"] })]);
  assert.deepEqual(parseQuery(" - -- \"\" * ... \0").all, []);
  assert.ok(!parseQuery("w ".repeat(32)).isTooLong && parseQuery("w ".repeat(33)).isTooLong);
  assert.ok(parseQuery(`"${"w ".repeat(65)}"`).isTooLong);
});

test("words match in any form, phrases in their order, and what is negated must not be there", async () => {
  const body = "We walked along the river with the dogs.";
  const expected: [string, boolean][] = [
    ["walks RIVERS", true], ["walk rain", false], ["rain or dog", true], ["dog -rain", true], ["dog -river", false],
    ["\"along the river\"", true], ["\"along a river\"", true], ["\"along river\"", false], ["\"river along\"", false],
    ["riv*", true], ["-riv*", false], ["rivet*", false], ["the dog", true], ["the", true], ["that", false], ["", false],
  ];
  for (const [query, satisfies] of expected) assert.equal((await finds(query, body)).satisfies, satisfies, query);
  assert.equal((await finds("cafe", "A café.")).satisfies, true);
  assert.equal((await finds("東京", "東京に住む")).satisfies, true);
  assert.equal((await finds("京東", "東京に住む")).satisfies, false);
});

test("a text that tells no language matches in any of them", async () => {
  assert.equal((await finds("haus", "Häuser!", ["en", "de"])).satisfies, true);
  assert.equal((await finds("die haus", "Häuser!", ["en", "de"])).satisfies, false);
});

test("a title weighs more than a body, a rare word more than a common one, and a short text more than a long one", async () => {
  const match = await new EntryWords(["en"]).matcherOf(parseQuery("rain or snow"));
  const filler = "Then this and that happened on another day. ";
  const texts = [
    { body: `${filler}Rain. ${filler}` }, { title: "Rain", body: `${filler}${filler}` }, { body: `${filler}Snow. ${filler}` },
    { body: `${filler.repeat(20)}Rain.` },
  ];
  const [body, title, rare, long] = scoresOf(texts.map(match));
  assert.ok(title! > body! && rare! > body! && body! > long! && long! > 0);
  assert.deepEqual(scoresOf([]), []);
});

test("a snippet marks what matched, and escapes everything else", async () => {
  const cut = async (query: string, body: string) => snippetOf(body, (await finds(query, body)).marks);
  assert.equal(await cut("rain", "Rain, <b>rain</b> & \"rain's\""),
    "<mark>Rain</mark>, &lt;b&gt;<mark>rain</mark>&lt;/b&gt; &amp; &quot;<mark>rain&#39;s</mark>&quot;");
  assert.equal(await cut("\"quiet day\"", "A quiet\n\n\tday."), "A <mark>quiet</mark> <mark>day</mark>.");
  const far = await cut("needle", `${"hay ".repeat(500)}needle${" hay".repeat(500)}`);
  assert.match(far, /^…hay .* <mark>needle<\/mark> .* hay…$/);
  assert.ok(far.length < 300);
  assert.equal(snippetOf("", []), "");
  assert.ok(!/[\uD800-\uDFFF]/u.test(snippetOf("😀".repeat(300), [])));
  assert.equal(await cut("東京都", "東京都"), "<mark>東京都</mark>");
});

test("what is looked up finds all that the query may match, whatever the language", async () => {
  const plan = async (query: string, languages: Language[], known: string[] = []) =>
    planTokens(parseQuery(query), await new EntryWords(languages).stemmers, () => known);
  assert.deepEqual(await plan("walking rivers -rain", ["en"]), { plans: [[["walk"], ["river"]]], isComplete: true });
  assert.deepEqual(await plan("walking or rivers", ["en"]), { plans: [[["walk", "river"].sort()]], isComplete: true });
  assert.deepEqual(await plan("\"walking the river\" or snow", ["en"]), { plans: [[["snow", "walk"]]], isComplete: true });
  assert.deepEqual(await plan("\"walking the river\" gard*", ["en"]), { plans: [[["walk"], ["river"]]], isComplete: true });
  assert.deepEqual((await plan("die häuser", ["en", "de"])).plans, [[["haus", "hauser"]]]); // "die" is a stop word in German
  assert.deepEqual((await plan("die", ["en", "de"])).plans, [[["die"]]]);
  for (const query of ["the", "-rain", "gard*", "snow or gard*", ""]) assert.deepEqual((await plan(query, ["en"])).plans, [], query);
  assert.deepEqual(await plan("gard*", ["en"], ["garden", "gardens", "gardener"]), { plans: [[["garden"]]], isComplete: false });
});
