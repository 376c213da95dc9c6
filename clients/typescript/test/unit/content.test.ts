import assert from "node:assert/strict";
import { test } from "node:test";
import { type Content, decodeContent, encodeContent } from "@personal-diary/client";

const full: Content = {
  title: "Morgen",
  body: "Nebel über dem See. \"</b>\u2028 😀",
  mood: "froh",
  location: { name: "Hallstatt", latitude: 47.5622, longitude: 13.6493 },
  weather: { condition: "Nebel", temperatureC: -3.5 },
  tags: ["Winter", "See"],
};

const encoded = (content: Content) => Buffer.from(encodeContent(content)).toString();

test("a content is written with its fields in the contract's order, whatever order they came in", () => {
  const shuffled = Object.fromEntries(Object.entries(full).reverse()) as unknown as Content;
  assert.equal(encoded(shuffled), encoded(full));
  assert.equal(
    encoded({ ...full, body: "x" }),
    '{"title":"Morgen","body":"x","mood":"froh","location":{"name":"Hallstatt","latitude":47.5622,"longitude":13.6493},' +
      '"weather":{"condition":"Nebel","temperatureC":-3.5},"tags":["Winter","See"]}',
  );
});

test("what is not there is absent", () => {
  assert.equal(encoded({ body: "" }), '{"body":""}');
  assert.equal(encoded({ body: "x", tags: [], location: {} }), '{"body":"x","location":{}}');
});

test("what is more than a content is not written", () => {
  assert.equal(encoded({ body: "x", secret: 1 } as Content), '{"body":"x"}');
});

test("a content comes back as it was", () => {
  for (const content of [full, { body: "" }, { body: "x", weather: { temperatureC: 0 } }, { body: "\uFEFFx" }]) {
    assert.deepEqual(decodeContent(encodeContent(content)), content);
  }
});

test("nulls and unknown fields of a later version are overlooked", () => {
  const json = '{"title":null,"body":"x","mood":null,"location":{"name":null,"altitude":3},"tags":null,"colour":"red"}';
  assert.deepEqual(decodeContent(Buffer.from(json)), { body: "x", location: {} });
});

test("what is no content gives nothing", () => {
  const others = [
    "", "null", "[]", "1", '"x"', "{}", '{"body":1}', '{"body":null}', '{"body":"x","title":1}', '{"body":"x","tags":"y"}',
    '{"body":"x","tags":[1]}', '{"body":"x","location":[]}', '{"body":"x","location":{"latitude":"1"}}', '{"body":"x","weather":1}', "{",
  ];
  for (const json of others) assert.equal(decodeContent(Buffer.from(json)), null, json);
  assert.equal(decodeContent(Uint8Array.of(0xff, 0xfe)), null);
});

test("a field named like one of JavaScript's own does no harm", () => {
  const opened = decodeContent(Buffer.from('{"body":"x","__proto__":{"title":"y"}}'));
  assert.deepEqual(opened, { body: "x" });
  assert.equal(opened?.title, undefined);
});
