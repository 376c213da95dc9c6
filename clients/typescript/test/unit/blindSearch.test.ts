// Search in an E2E account, on a diary in memory that answers by tokens alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Content, DiaryClient, type DiaryClientOptions, DiaryError } from "@personal-diary/client";
import { FakeDiary } from "../kit/fakeDiary.js";

const ada = { tier: "E2E", email: "ada@example.org", password: "correct horse battery staple", device: "laptop" } as const;
const failure = (code: string) => (error: unknown) => error instanceof DiaryError && error.code === code;

async function signedUp(options: DiaryClientOptions = { blindSearch: true }) {
  const diary = new FakeDiary();
  const client = new DiaryClient("http://diary.test/graphql", { fetch: diary.fetch, ...options });
  await client.signUp(ada);
  const write = (entryDate: string, body: string, more: Partial<Content> = {}) => client.entries.write({ ...more, body }, { entryDate });
  const sent = (operation: string) => diary.requests.filter((r) => r.operationName === operation).map((r) => r.variables);
  const tokens = () => [...sent("CreateEntry"), ...sent("EditEntry")].map(({ input }) => input.content?.sealed.searchTokens as string[]);
  return { diary, client, write, sent, tokens };
}

test("no token is sent unless blind search was asked for, and a search says so", async () => {
  const { client, write, tokens } = await signedUp({});
  const entry = await write("2026-11-23", "The first snow.", { title: "Snow" });
  await client.entries.edit(entry, { body: "It has melted." });
  assert.deepEqual(tokens(), [[], []]);
  await assert.rejects(client.search("snow"), failure("SEARCH_OFF"));
  await assert.rejects(client.suggest("sn"), failure("SEARCH_OFF"));
});

test("with it, the stems of title and body are sent, each once, in an order that tells nothing", async () => {
  const { write, tokens } = await signedUp();
  await write("2026-11-23", "The first snow, and snow again.", { title: "Snow" });
  const [first] = tokens();
  assert.equal(new Set(first).size, 3); // title snow; body first and snow: "the", "and" and "again" are stop words
  assert.deepEqual(first, first!.toSorted());
  await write("2026-11-24", "Snow again, and first snow.", { title: "Snow" });
  assert.deepEqual(tokens()[1], first);
  assert.ok(first!.every((token) => Buffer.from(token, "base64").length === 9));
});

test("a word has other tokens in every quarter, and an entry that moves to another is sealed anew", async () => {
  const { client, write, tokens, sent } = await signedUp();
  const entry = await write("2026-09-30", "The first snow.");
  await write("2026-10-01", "The first snow.");
  const [summer, autumn] = tokens();
  assert.deepEqual(summer!.filter((token) => autumn!.includes(token)), []);

  const within = await client.entries.edit(entry, null, { entryDate: "2026-08-01" });
  assert.equal(sent("EditEntry").at(-1)!["input"].content, undefined);
  const moved = await client.entries.edit({ id: entry.id, version: within.version }, null, { entryDate: "2026-12-31" });
  assert.deepEqual([tokens().at(-1), moved.content?.body, moved.authenticated], [autumn, "The first snow.", true]);
  const back = await client.entries.edit({ id: entry.id, version: moved.version }, { body: "Snow, first." }, { entryDate: "2026-07-01" });
  assert.deepEqual(tokens().at(-1), summer);
  await client.entries.edit({ id: entry.id, version: back.version }, { body: "first: snow" });
  assert.deepEqual(tokens().at(-1), summer);
});

test("a diary is searched by words, alternatives, negation, phrases and prefixes, in every quarter", async () => {
  const { client, write } = await signedUp();
  await write("2026-01-01", "We walked along the river with the dogs.", { title: "Walking by the river" });
  await write("2026-05-02", "A quiet day. The dog slept.");
  await write("2019-07-03", "Rivers of rain, no walk.");
  await write("0001-01-01", "Die Häuser waren schon sehr alt, und wir gingen nicht weiter.");
  const found = async (query: string) => (await client.search(query)).hits.map((hit) => hit.entry.entryDate).sort();
  assert.deepEqual(await found("walks RIVER"), ["2019-07-03", "2026-01-01"]);
  assert.deepEqual(await found("dog"), ["2026-01-01", "2026-05-02"]);
  assert.deepEqual(await found("dog or rain"), ["2019-07-03", "2026-01-01", "2026-05-02"]);
  assert.deepEqual(await found("river -rain"), ["2026-01-01"]);
  assert.deepEqual(await found("-river -alt"), ["2026-05-02"]);
  assert.deepEqual(await found("\"quiet day\""), ["2026-05-02"]);
  assert.deepEqual(await found("\"day quiet\""), []);
  assert.deepEqual(await found("haus"), ["0001-01-01"]);
  assert.deepEqual(await found("die häuser"), ["0001-01-01"]);
  assert.deepEqual(await found("river wal*"), ["2019-07-03", "2026-01-01"]);
  assert.deepEqual(await found("wal*"), ["2019-07-03", "2026-01-01"]);
  assert.deepEqual(await found("elephant"), []);
  assert.deepEqual(await found(""), []);
  const { hits, total, totalIsLowerBound } = await client.search("river");
  assert.deepEqual([total, totalIsLowerBound, hits[0]!.entry.entryDate], [2, false, "2026-01-01"]);
  assert.equal(hits[0]!.snippet, "We walked along the <mark>river</mark> with the dogs.");
  assert.deepEqual(await client.suggest("r"), ["rain", "river", "rivers"]);
});

test("neither a word of the query nor of an entry is sent", async () => {
  const { client, diary, write } = await signedUp();
  await write("2026-01-01", "A zymurgist came.", { title: "Quixotry" });
  assert.equal((await client.search("zymurgist quixot* -vodka")).total, 1);
  await client.suggest("zymur");
  const sent = JSON.stringify(diary.requests);
  for (const word of ["zymurgist", "quixot", "vodka", "zymur"]) assert.ok(!sent.toLowerCase().includes(word), word);
});

test("no request has more tokens than a server takes, however many quarters and words there are", async () => {
  const { client, write, sent } = await signedUp();
  await write("2026-01-01", "walk");
  await write("1900-01-01", `${Array.from({ length: 60 }, (_, i) => `w${i}`).join(" ")}`);
  const words = Array.from({ length: 60 }, (_, i) => `w${i}`);
  assert.equal((await client.search(`"${words.join(" ")}"`)).total, 1);
  const requests = sent("BlindSearch").map(({ tokens }) => tokens as string[][]);
  assert.ok(requests.length > 1);
  for (const lists of requests) assert.ok(lists.length <= 64 && lists.flat().length <= 10_000);
  await assert.rejects(client.search("w ".repeat(33)), failure("BAD_REQUEST"));
  await assert.rejects(client.search("w".repeat(1001)), failure("BAD_REQUEST"));
  await assert.rejects(client.search("w", { first: 101 }), failure("BAD_REQUEST"));
});

test("pages go on where the one before ended, without asking again", async () => {
  const { client, write, diary } = await signedUp();
  for (let day = 1; day <= 5; day++) await write(`2026-01-0${day}`, `Wind number ${day}`);
  const first = await client.search("wind", { first: 2 });
  const asked = diary.requests.length;
  const second = await client.search("wind", { first: 2, after: first.nextPage });
  const third = await client.search("wind", { first: 2, after: second.nextPage });
  assert.equal(diary.requests.length, asked);
  assert.deepEqual([first, second, third].flatMap((page) => page.hits.map((hit) => hit.entry.entryDate)),
    [5, 4, 3, 2, 1].map((day) => `2026-01-0${day}`));
  assert.equal(third.nextPage, null);
  await assert.rejects(client.search("wind", { after: "nonsense" }), failure("INVALID_CURSOR"));
});

test("a server that answers with what was not asked for is looked through all the same", async () => {
  const { client, write, diary } = await signedUp();
  await write("2026-01-01", "walk");
  const other = await write("2026-01-02", "rain");
  const stored = diary.owned().entries.get(other.id)!;
  stored.versions[0]!.content["searchTokens"] = diary.requests[1]!.variables["input"].content.sealed.searchTokens;
  assert.deepEqual((await client.search("walk")).hits.map((hit) => hit.entry.entryDate), ["2026-01-01"]);
});

test("what was opened is forgotten at sign-out", async () => {
  const { client, write } = await signedUp();
  await write("2026-01-01", "walk");
  assert.deepEqual(await client.suggest("wa"), ["walk"]);
  await client.signOut();
  await client.signIn({ ...ada, tier: "E2E" });
  assert.deepEqual(await client.suggest("wa"), []);
});
