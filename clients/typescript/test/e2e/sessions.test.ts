// Signing in and out, in both tiers alike, against the running server.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { DiaryClient, DiaryProblem, type SessionTokens } from "@personal-diary/client";
import { failed, refused, signedUp, somebody, stranger, url } from "../kit/served.js";

const snow = { title: "Snow", body: "The first snow.", tags: ["Winter"] };
const entryDate = "2026-11-23";

for (const tier of ["UCE", "E2E"] as const) {
  suite(`sessions of the ${tier} tier`, () => {
    test("an account is made with ten codes, and described as it was made", async () => {
      const { account, me, recoveryCodes, client } = await signedUp(tier);
      assert.deepEqual([account.tier, account.email, account.timeZone], [tier, me.email, "Europe/Vienna"]);
      assert.deepEqual([new Set(recoveryCodes).size, account.recoveryCodesLeft], [10, 10]);
      assert.deepEqual(client.account, account);
      await assert.rejects(stranger().signUp({ ...somebody(tier), email: me.email }), refused("EMAIL_TAKEN"));
    });

    test("a wrong password, an unknown address and the other tier are refused alike", async () => {
      const { me } = await signedUp(tier);
      const other = tier === "UCE" ? "E2E" : "UCE";
      const { email } = somebody(tier);
      for (const wrong of [{ ...me, password: "not the password" }, { ...me, email }, { ...me, tier: other } as const]) {
        await assert.rejects(stranger().signIn(wrong), refused("WRONG_CREDENTIAL"));
      }
    });

    test("what is needed to sign in is told stably, for unknown addresses too", async () => {
      const { me, account } = await signedUp(tier);
      const known = await stranger().signInParameters(me.email);
      assert.deepEqual([known.tier, known.kdf !== null, known.accountId], [tier, tier === "E2E", account.id]);
      const { email } = somebody(tier);
      const unknown = await stranger().signInParameters(email);
      assert.deepEqual(await stranger().signInParameters(email), unknown);
      for (const { accountId } of [known, unknown]) {
        assert.match(accountId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, "no id tells who has an account");
      }
    });

    test("another device opens what this one wrote", async () => {
      const { me, client } = await signedUp(tier, { keyBundle: true });
      const entry = await client.entries.write(snow, { entryDate });
      const elsewhere = stranger();
      await elsewhere.signIn({ ...me, device: "phone" });
      assert.deepEqual((await elsewhere.entries.read(entry.id))?.content, snow);
      const edited = await elsewhere.entries.edit(entry, { body: "It has melted." });
      assert.deepEqual((await client.entries.read(entry.id))?.content, edited.content);
    });

    test("an access token that is worth nothing is renewed by itself, and a renewed session goes on", async () => {
      const { client, tokens } = await signedUp(tier);
      const entry = await client.entries.write(snow, { entryDate });
      const privateKey = tier === "E2E" ? { privateKey: client.exportPrivateKey() } : {};
      let held: SessionTokens | null = null;
      const resumed = new DiaryClient(url, { onTokens: (changed) => (held = changed) });
      await resumed.resume({ tier, tokens: { ...tokens(), accessToken: "worth nothing" }, ...privateKey });
      assert.notEqual(held!.refreshToken, tokens().refreshToken);
      const reads = await Promise.all(Array.from({ length: 5 }, () => resumed.entries.read(entry.id)));
      assert.ok(reads.every((read) => read?.content?.body === snow.body));
      const before = held!;
      await resumed.refresh();
      assert.notEqual(held!.refreshToken, before.refreshToken);
      assert.deepEqual((await resumed.entries.read(entry.id))?.content, snow);
    });

    test("too many wrong passwords lock the account, and say until when", async () => {
      const { me } = await signedUp(tier);
      const refusal = async () => {
        const error: unknown = await stranger().signIn({ ...me, password: "not the password" }).then(() => null, (thrown) => thrown);
        return error instanceof DiaryProblem ? error : assert.fail("not refused");
      };
      let [tries, last] = [0, await refusal()];
      // The first wait is a second, which deriving keys may take longer than. Each further one is twice as long.
      for (; last.code === "WRONG_CREDENTIAL"; last = await refusal()) assert.ok(++tries < 12);
      assert.ok(tries >= 5);
      assert.ok(last.code === "LOCKED" && Date.parse(last.retryAt!) > Date.now() - 60_000);
    });

    test("the audit log says what was done, by which session and device", async () => {
      const { client, me } = await signedUp(tier, { keyBundle: true });
      await stranger().signIn({ ...me, device: "Telefön" });
      const { nodes } = await client.auditLog();
      assert.deepEqual(nodes.map((record) => [record.action, record.device]), [
        ["SIGNED_IN", "Telefön"], ["SIGNED_IN", me.device], ["SIGNED_UP", me.device],
      ]);
      assert.ok(nodes[0]!.session !== null && nodes.every((record) => record.ipPrefix !== null));
    });

    test("a session that was signed out is worth nothing", async () => {
      const { client, tokens } = await signedUp(tier);
      const kept = tokens();
      await client.signOut();
      await assert.rejects(client.entries.list(), failed("UNAUTHENTICATED"));
      await assert.rejects(stranger().resume({ tier, tokens: kept }), failed("UNAUTHENTICATED"));
    });

    test("sessions are listed with their devices, and end where they are revoked", async () => {
      const { client, me } = await signedUp(tier, { keyBundle: true });
      const [phone, tablet] = [stranger(), stranger()];
      await phone.signIn({ ...me, device: "Telefön" });
      await tablet.signIn({ ...me, device: "tablet" });
      const sessions = await client.sessions.list();
      assert.deepEqual(sessions.map((s) => s.device).sort(), ["A laptop with a näme", "Telefön", "tablet"]);
      assert.deepEqual(sessions.filter((s) => s.current).map((s) => s.device), ["A laptop with a näme"]);
      assert.equal(await client.sessions.revoke(sessions.find((s) => s.device === "Telefön")!.id), 1);
      await assert.rejects(phone.entries.list(), failed("UNAUTHENTICATED"));
      assert.equal(await client.sessions.revokeOthers(), 1);
      await assert.rejects(tablet.entries.list(), failed("UNAUTHENTICATED"));
      assert.equal((await client.sessions.list()).length, 1);
    });
  });
}

test("E2E: a device without the keys signs in, and opens nothing until they are handed over", async () => {
  const { client, me, account } = await signedUp("E2E");
  assert.equal(account.keyBundle, null);
  const entry = await client.entries.write(snow, { entryDate });
  const elsewhere = stranger();
  await elsewhere.signIn(me);
  assert.deepEqual([elsewhere.hasKeys, (await elsewhere.entries.read(entry.id))?.content], [false, null]);
  await elsewhere.signIn({ ...me, privateKey: client.exportPrivateKey() });
  assert.deepEqual((await elsewhere.entries.read(entry.id))?.content, snow);
});
