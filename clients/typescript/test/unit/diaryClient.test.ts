// The E2E walk and what an untrustworthy server can do about it, on a diary in memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DiaryClient, DiaryError, DiaryProblem, UnsafeKdfError } from "@personal-diary/client";
import { sealNote } from "@personal-diary/client/cryptography";
import { FakeDiary } from "../kit/fakeDiary.js";

const email = "ada@example.org";
const password = "correct horse battery staple";
const ada = { tier: "E2E", email, password, device: "laptop" } as const;
const snow = { title: "Snow", body: "The first snow.", mood: "glad", tags: ["Winter", "garden", "winter"] };

const clientOf = (diary: FakeDiary) => new DiaryClient("http://diary.test/graphql", { fetch: diary.fetch });

async function signedUp(options: { keyBundle?: boolean } = {}) {
  const diary = new FakeDiary();
  const client = clientOf(diary);
  const { account, recoveryCodes } = await client.signUp({ ...ada, ...options });
  return { diary, client, account, recoveryCodes };
}

const problem = (code: string) => (error: unknown) => error instanceof DiaryProblem && error.code === code;
const failure = (code: string) => (error: unknown) => error instanceof DiaryError && error.code === code;

test("what is written is read back, edited, listed by version and restored", async () => {
  const { client } = await signedUp();
  const written = await client.entries.write(snow, { entryDate: "2026-11-23" });
  assert.deepEqual(written.content, snow);
  assert.equal(written.authenticated, true);
  assert.deepEqual((await client.entries.read(written.id))?.content, snow);
  assert.equal(await client.entries.read("0190a1b2-c3d4-7e60-8a9b-000102030405"), null);

  const edited = await client.entries.edit(written, { body: "It has melted." });
  const redated = await client.entries.edit(edited, null, { entryDate: "2026-11-24" });
  assert.deepEqual([redated.version, redated.entryDate, redated.content?.body], [3, "2026-11-24", "It has melted."]);
  const restored = await client.entries.restore(redated, 1);
  assert.deepEqual([restored.version, restored.content], [4, snow]);

  const versions = await client.entries.versions(written.id);
  assert.deepEqual(versions.nodes.map((v) => v.content?.body), ["The first snow.", "It has melted.", "It has melted.", "The first snow."]);
  assert.equal((await client.entries.version(written.id, 2))?.content?.body, "It has melted.");
  assert.equal(await client.entries.version(written.id, 9), null);
  assert.deepEqual((await client.entries.history(written.id)).nodes.map((e) => e.kind), ["RESTORED", "EDITED", "EDITED", "WRITTEN"]);
});

test("tags are found by their tokens, whatever their case, and named from what was sealed", async () => {
  const { client, diary } = await signedUp();
  const written = await client.entries.write(snow, { entryDate: "2026-11-23" });
  await client.entries.write({ body: "Sun." }, { entryDate: "2026-11-24" });
  assert.deepEqual(written.tags.map((t) => t.name), ["winter", "garden"]);
  assert.deepEqual((await client.entries.list({ tags: ["WINTER"] })).nodes.map((e) => e.id), [written.id]);
  assert.equal((await client.entries.list()).nodes.length, 2);
  assert.deepEqual((await client.entries.tags()).map((t) => t.name), ["winter", "garden"]);

  diary.tamper = (_, { tags }) => tags && (tags[0].sealedName = tags[1].sealedName);
  assert.deepEqual((await client.entries.tags()).map((t) => t.name), [null, "garden"]);
});

test("a tag of the system's own is named as it is sent, also where nothing opens", async () => {
  const { client, diary } = await signedUp();
  const closed = clientOf(diary);
  await closed.signIn(ada);
  const auto = { token: Buffer.alloc(16, 1).toString("base64"), name: "source:import", sealedName: null, auto: true, entryCount: 2 };
  const mine = { ...auto, name: "forged", auto: false };
  diary.instead.set("EntryTags", () => ({ data: { tags: [auto, mine] } }));
  for (const one of [client, closed]) assert.deepEqual((await one.entries.tags()).map((tag) => tag.name), ["source:import", null]);
});

test("search tokens are sent only for the stems that the caller names", async () => {
  const { client, diary } = await signedUp();
  const entryDate = "2026-11-23";
  await client.entries.write(snow, { entryDate });
  await client.entries.write(snow, { entryDate, stems: { title: ["snow"], body: ["snow", "first", "snow"] } });
  const [none, some] = diary.requests.slice(-2).map((r) => r.variables["input"].content.sealed.searchTokens as string[]);
  assert.deepEqual(none, []);
  assert.equal(new Set(some).size, 3);
});

test("neither the password nor a plain word, a private key or a code is ever sent", async () => {
  const { client, diary, recoveryCodes } = await signedUp({ keyBundle: true });
  const privateKey = client.exportPrivateKey();
  const entry = await client.entries.write(snow, { entryDate: "2026-11-23" });
  await client.entries.renameTag("garden", "orchard");
  await client.entries.edit((await client.entries.read(entry.id))!, { body: "It has melted." });
  await client.changePassword({ current: password, next: "another good password" });
  await clientOf(diary).recover({ ...ada, code: recoveryCodes[0]!, password: "a third good password" });

  const sent = JSON.stringify(diary.requests);
  const secrets = [password, "another good password", "a third good password", "Snow", "snow", "inter", "arden", "rchard", "glad", "melted",
    Buffer.from(privateKey).toString("base64"), ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll("-", ""))];
  for (const secret of secrets) assert.ok(!sent.includes(secret), `${secret} was sent`);
  assert.ok(sent.includes(email), "a known word must be found where it was sent");
});

test("a stale edit is refused with the version that stands now", async () => {
  const { client } = await signedUp();
  const entry = await client.entries.write(snow, { entryDate: "2026-11-23" });
  await client.entries.edit(entry, { body: "2" });
  await assert.rejects(client.entries.edit(entry, { body: "3" }), (error: unknown) =>
    error instanceof DiaryProblem && error.code === "VERSION_CONFLICT" && error.currentVersion === 2);
});

test("a server that swaps, rolls back or relabels contents is believed in nothing", async () => {
  const { client, diary } = await signedUp();
  const one = await client.entries.write(snow, { entryDate: "2026-11-23" });
  const other = await client.entries.write({ body: "B" }, { entryDate: "2026-11-23" });
  await client.entries.edit(one, { body: "2" });
  const { entries } = diary.owned();
  const [versions, foreign] = [entries.get(one.id)!.versions, entries.get(other.id)!.versions[0]!];
  const envelope = versions[1]!.content["envelope"];
  const lies: [string, (content: Record<string, unknown>) => void][] = [
    ["another entry's", (content) => (content["envelope"] = foreign.content["envelope"])],
    ["an earlier version's", (content) => (content["envelope"] = versions[0]!.content["envelope"])],
    ["a version to come", (content) => (content["sealedAtVersion"] = 3)],
    ["no version", (content) => (content["sealedAtVersion"] = 0)],
    ["another byte", (content) => (content["envelope"] = envelope.replace(/.(?=.{99}$)/, (c: string) => (c === "A" ? "B" : "A")))],
    ["no base64", (content) => (content["envelope"] = "???")],
    ["no envelope", (content) => (content["envelope"] = "")],
    ["plain text", (content) => Object.assign(content, { __typename: "PlainContent", body: "forged" })],
  ];
  for (const [name, lie] of lies) {
    diary.tamper = (_, { entry }) => lie(entry.content);
    const read = await client.entries.read(one.id);
    assert.deepEqual([read?.content, read?.authenticated], [null, false], name);
  }
  diary.tamper = (_, { entry }) => (entry.id = other.id);
  await assert.rejects(client.entries.read(one.id), failure("UNTRUSTED"));
  diary.tamper = (_, { entry }) => entry.revision && (entry.revision.version = 1);
  await assert.rejects(client.entries.version(one.id, 2), failure("UNTRUSTED"));
});

test("another account's entries open nothing here", async () => {
  const { client, diary } = await signedUp();
  const entry = await client.entries.write(snow, { entryDate: "2026-11-23" });
  const eve = clientOf(diary);
  await eve.signUp({ ...ada, email: "eve@example.org" });
  diary.owned("eve@example.org").entries.set(entry.id, diary.owned(email).entries.get(entry.id)!);
  const read = await eve.entries.read(entry.id);
  assert.equal(read?.content, null);
  assert.deepEqual(read?.tags.map((t) => t.name), [null, null]);
});

test("with a key bundle a password is enough elsewhere; without one the key must be handed over", async () => {
  const withBundle = await signedUp({ keyBundle: true });
  const elsewhere = clientOf(withBundle.diary);
  await elsewhere.signIn(ada);
  assert.equal(elsewhere.hasKeys, true);

  const { diary, client, account } = await signedUp();
  assert.equal(account.keyBundle, null);
  const entry = await client.entries.write(snow, { entryDate: "2026-11-23" });
  const closed = clientOf(diary);
  await closed.signIn(ada);
  assert.equal(closed.hasKeys, false);
  assert.equal((await closed.entries.read(entry.id))?.content, null);
  await assert.rejects(closed.entries.write(snow, { entryDate: "2026-11-23" }), failure("KEYS_MISSING"));
  await assert.rejects(closed.entries.list({ tags: ["winter"] }), failure("KEYS_MISSING"));
  assert.throws(() => closed.exportPrivateKey(), failure("KEYS_MISSING"));

  const open = clientOf(diary);
  await open.signIn({ ...ada, privateKey: client.exportPrivateKey() });
  assert.deepEqual((await open.entries.read(entry.id))?.content, snow);
  await assert.rejects(clientOf(diary).signIn({ ...ada, privateKey: new Uint8Array(32).fill(7) }), failure("UNTRUSTED"));
});

test("a wrong password, an address without an account and one of the other tier are refused alike", async () => {
  const { diary } = await signedUp();
  await assert.rejects(clientOf(diary).signIn({ ...ada, password: "not the password" }), problem("WRONG_CREDENTIAL"));
  await assert.rejects(clientOf(diary).signIn({ ...ada, email: "nobody@example.org" }), problem("WRONG_CREDENTIAL"));
});

test("a server that asks for a weak derivation, or for the password itself, does not get it", async () => {
  const { diary } = await signedUp();
  const answer = (kdf: object | null, tier = "E2E") => diary.instead.set("SignInParameters", () => ({
    data: { signInParameters: { accountId: diary.owned().account["id"], tier, kdf } },
  }));
  answer({ ...diary.owned().kdf, memoryKiB: 8 });
  await assert.rejects(clientOf(diary).signIn(ada), UnsafeKdfError);
  answer({ ...diary.owned().kdf, iterations: 1 });
  await assert.rejects(clientOf(diary).signIn(ada), UnsafeKdfError);
  answer(null, "UCE");
  await assert.rejects(clientOf(diary).signIn(ada), problem("WRONG_CREDENTIAL"));
  assert.ok(diary.requests.every((r) => r.operationName !== "SignIn"));
});

test("a server that names another public key or account is not believed", async () => {
  const { diary } = await signedUp({ keyBundle: true });
  const foreign = Buffer.alloc(32, 9).toString("base64");
  diary.tamper = (_, { signIn }) => signIn && (signIn.account.publicKey = foreign);
  await assert.rejects(clientOf(diary).signIn(ada), failure("UNTRUSTED"));
  diary.tamper = (_, { signUp }) => signUp && (signUp.account.id = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
  await assert.rejects(clientOf(diary).signUp({ ...ada, email: "b@example.org" }), failure("UNTRUSTED"));
  diary.tamper = (_, { signIn }) => signIn && (signIn.account.tier = "UCE");
  await assert.rejects(clientOf(diary).signIn(ada), failure("UNTRUSTED"));
});

test("a recovery code opens every entry under a new password, once", async () => {
  const { diary, client, recoveryCodes } = await signedUp();
  assert.equal(recoveryCodes.length, 10);
  const entry = await client.entries.write(snow, { entryDate: "2026-11-23" });
  const next = "a wholly new password";
  const lost = clientOf(diary);
  await lost.recover({ ...ada, code: recoveryCodes[3]!.toLowerCase(), password: next, keyBundle: true });
  assert.deepEqual((await lost.entries.read(entry.id))?.content, snow);
  await assert.rejects(clientOf(diary).recover({ ...ada, code: recoveryCodes[3]! }), problem("WRONG_CREDENTIAL"));
  await assert.rejects(clientOf(diary).recover({ ...ada, code: `${recoveryCodes[4]!.slice(0, -1)}?` }), problem("INVALID"));
  await assert.rejects(clientOf(diary).signIn(ada), problem("WRONG_CREDENTIAL"));
  const again = clientOf(diary);
  await again.signIn({ ...ada, password: next });
  assert.deepEqual((await again.entries.read(entry.id))?.content, snow);
});

test("a code whose bundle was replaced is not spent", async () => {
  const { diary, recoveryCodes } = await signedUp();
  diary.tamper = (_, { recoveryBundle }) => recoveryBundle && (recoveryBundle.keyBundle = Buffer.alloc(73, 1).toString("base64"));
  await assert.rejects(clientOf(diary).recover({ ...ada, code: recoveryCodes[0]! }), failure("UNTRUSTED"));
  assert.equal(diary.owned().codes.size, 10);
});

test("codes that were replaced are worth nothing, and the new ones open", async () => {
  const { diary, client, recoveryCodes } = await signedUp();
  await assert.rejects(client.replaceRecoveryCodes("not the password"), problem("WRONG_CREDENTIAL"));
  const fresh = await client.replaceRecoveryCodes(password);
  await assert.rejects(clientOf(diary).recover({ ...ada, code: recoveryCodes[0]! }), problem("WRONG_CREDENTIAL"));
  await clientOf(diary).recover({ ...ada, code: fresh[0]! });
});

test("a changed password seals no entry again, and wraps the key anew where it was wrapped", async () => {
  for (const keyBundle of [true, false]) {
    const { diary, client } = await signedUp({ keyBundle });
    const entry = await client.entries.write(snow, { entryDate: "2026-11-23" });
    await assert.rejects(client.changePassword({ current: password, next: "short" }), problem("INVALID"));
    const account = await client.changePassword({ current: password, next: "another good password" });
    assert.equal(account.keyBundle !== null, keyBundle);
    assert.deepEqual((await client.entries.read(entry.id))?.content, snow);
    const elsewhere = clientOf(diary);
    await elsewhere.signIn({ ...ada, password: "another good password" });
    assert.equal(elsewhere.hasKeys, keyBundle);
    assert.equal(diary.requests.filter((r) => r.operationName === "CreateEntry").length, 1);
  }
});

test("what was asked for before the account changed opens when it comes after", async () => {
  const diary = new FakeDiary();
  let change: () => Promise<unknown> = () => Promise.resolve();
  const client = new DiaryClient("http://diary.test/graphql", {
    fetch: async (url, init) => {
      const answer = await diary.fetch(url, init);
      if (diary.requests.at(-1)?.operationName === "Entries") await change();
      return answer;
    },
  });
  await client.signUp(ada);
  await client.entries.write(snow, { entryDate: "2026-11-23" });
  change = () => client.changePassword({ current: password, next: "another good password" });
  assert.deepEqual((await client.entries.list()).nodes[0]?.tags.map((tag) => tag.name), ["winter", "garden"]);
});

test("signing out ends the session and wipes the keys", async () => {
  const { client } = await signedUp();
  await client.signOut();
  assert.deepEqual([client.account, client.hasKeys], [null, false]);
  await assert.rejects(client.entries.list(), failure("UNAUTHENTICATED"));
});

test("the audit log is opened, and a record that does not open says only what is plain", async () => {
  const { diary, client, account } = await signedUp();
  const publicKey = new Uint8Array(Buffer.from(account.publicKey, "base64"));
  const seal = async (note: string, accountId = account.id) =>
    Buffer.from(await sealNote(publicKey, accountId, note)).toString("base64");
  const notes = [
    await seal('{"device":"Telefön","ipPrefix":"203.0.113.0/24"}'), await seal('{"detail":"x"}', "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"),
    await seal("[]"), await seal('{"device":1'), "", null,
  ];
  const [at, action, session] = ["2026-11-23T10:15:30.123Z", "SIGNED_IN", null];
  const edges = notes.map((sealedDetail) => ({ node: { at, action, session, device: null, ipPrefix: null, detail: null, sealedDetail } }));
  const auditLog = { edges, pageInfo: { hasNextPage: true, endCursor: "next" } };
  diary.instead.set("AuditLog", () => ({ data: { auditLog } }));
  const page = await client.auditLog({ first: 6 });
  const plain = { at, action, session, device: null, ipPrefix: null, detail: null };
  assert.deepEqual(page.nodes, [{ ...plain, device: "Telefön", ipPrefix: "203.0.113.0/24" }, ...Array(5).fill(plain)]);
  assert.equal(page.next, "next");
});

test("a session that was kept goes on", async () => {
  const { diary, client } = await signedUp();
  const entry = await client.entries.write(snow, { entryDate: "2026-11-23" });
  let tokens: Parameters<DiaryClient["resume"]>[0]["tokens"] | null = null;
  const other = new DiaryClient("http://diary.test/graphql", { fetch: diary.fetch, onTokens: (changed) => (tokens = changed) });
  await other.signIn({ ...ada, privateKey: client.exportPrivateKey() });
  const resumed = clientOf(diary);
  await resumed.resume({ tier: "E2E", tokens: tokens!, privateKey: client.exportPrivateKey() });
  assert.deepEqual((await resumed.entries.read(entry.id))?.content, snow);
});
