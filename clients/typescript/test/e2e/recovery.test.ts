// Ways back in and new secrets, in both tiers alike, against the running server.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type ReceiptKeys, verifyReceipt } from "@personal-diary/client";
import { failed, refused, signedUp, stranger, url } from "../kit/served.js";
import { examplePrints, runExample } from "../kit/example.js";

const snow = { title: "Snow", body: "The first snow.", tags: ["Winter"] };
const entryDate = "2026-11-23";
const next = "a wholly new password 7391";

for (const tier of ["UCE", "E2E"] as const) {
  suite(`secrets of the ${tier} tier`, () => {
    test("a recovery code opens every entry under a new password, once, and ends every session", async () => {
      const { client, me, recoveryCodes } = await signedUp(tier);
      const entry = await client.entries.write(snow, { entryDate });
      const recovered = stranger();
      const account = await recovered.recover({ ...me, code: recoveryCodes[3]!.toLowerCase(), password: next, keyBundle: true });
      assert.equal(account.recoveryCodesLeft, 9);
      assert.deepEqual((await recovered.entries.read(entry.id))?.content, snow);
      await recovered.entries.edit(entry, { body: "It has melted." });
      await assert.rejects(client.entries.read(entry.id), failed("UNAUTHENTICATED"));
      await assert.rejects(stranger().signIn(me), refused("WRONG_CREDENTIAL"));
      await assert.rejects(stranger().recover({ ...me, code: recoveryCodes[3]! }), refused("WRONG_CREDENTIAL"));
      const elsewhere = stranger();
      await elsewhere.signIn({ ...me, password: next });
      assert.equal((await elsewhere.entries.read(entry.id))?.content?.body, "It has melted.");
    });

    test("a changed password opens every entry, and ends every other session", async () => {
      const { client, me } = await signedUp(tier, { keyBundle: true });
      const entry = await client.entries.write(snow, { entryDate });
      const elsewhere = stranger();
      await elsewhere.signIn(me);
      await assert.rejects(client.changePassword({ current: "not the password", next }), refused("WRONG_CREDENTIAL"));
      await client.changePassword({ current: me.password, next });
      assert.deepEqual((await client.entries.read(entry.id))?.content, snow);
      await assert.rejects(elsewhere.entries.read(entry.id), failed("UNAUTHENTICATED"));
      await assert.rejects(stranger().signIn(me), refused("WRONG_CREDENTIAL"));
      await elsewhere.signIn({ ...me, password: next });
      assert.deepEqual((await elsewhere.entries.read(entry.id))?.content, snow);
    });

    test("codes that were replaced are worth nothing, and the new ones open", async () => {
      const { client, me, recoveryCodes } = await signedUp(tier);
      const entry = await client.entries.write(snow, { entryDate });
      await assert.rejects(client.replaceRecoveryCodes("not the password"), refused("WRONG_CREDENTIAL"));
      const fresh = await client.replaceRecoveryCodes(me.password);
      assert.equal(new Set([...recoveryCodes, ...fresh]).size, 20);
      await assert.rejects(stranger().recover({ ...me, code: recoveryCodes[0]!, password: next }), refused("WRONG_CREDENTIAL"));
      const recovered = stranger();
      await recovered.recover({ ...me, code: fresh[9]!, password: next });
      assert.deepEqual((await recovered.entries.read(entry.id))?.content, snow);
    });

    test("a deleted account is gone, and says so signed", async () => {
      const { client, me, account } = await signedUp(tier);
      await client.entries.write(snow, { entryDate });
      await assert.rejects(client.deleteAccount("not the password"), refused("WRONG_CREDENTIAL"));
      const receipt = await client.deleteAccount(me.password);
      const keys = (await (await fetch(new URL("/.well-known/diary-receipts.json", url))).json()) as ReceiptKeys;
      assert.ok(verifyReceipt(receipt, keys));
      assert.deepEqual([receipt.accountId, receipt.entryId, receipt.keysDestroyed > 0], [account.id, null, true]);
      assert.equal(client.account, null);
      await assert.rejects(stranger().signIn(me), refused("WRONG_CREDENTIAL"));
    });

    test("a deletion whose answer is lost is asked about again, and says that it was done", async () => {
      let lost = 0;
      const lossy: typeof fetch = async (input, init) => {
        const answer = await fetch(input, init);
        if (lost > 0 || !String(init?.body).includes('"DeleteAccount"')) return answer;
        await answer.text();
        lost++;
        throw new TypeError("The connection was lost.");
      };
      const { client, me, account } = await signedUp(tier, {}, { fetch: lossy });
      const receipt = await client.deleteAccount(me.password);
      assert.deepEqual([lost, receipt.accountId], [1, account.id]);
    });
  });
}

test("the README's example prints what it says", async () => {
  assert.equal(await runExample(url), examplePrints);
});
