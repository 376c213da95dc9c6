import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { exampleLines, examplePrints, runExample } from "../kit/example.js";
import { FakeDiary } from "../kit/fakeDiary.js";
import { packageFolder } from "../kit/files.js";

const read = (...path: string[]) => readFileSync(join(packageFolder, ...path), "utf8");

test("what is generated is what the schema and the operations give", () => {
  execFileSync(process.execPath, ["scripts/generate.mjs", "--check"], { cwd: packageFolder, stdio: "pipe" });
});

test("nothing that is published needs Node", () => {
  const files = readdirSync(join(packageFolder, "dist"), { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".js"));
  assert.ok(files.length > 30);
  for (const file of files) {
    assert.doesNotMatch(read("dist", file), /["']node:|\brequire\(|\bBuffer\b|\bprocess\b|\b__dirname\b/, file);
  }
});

test("the word lists that passwords are compared with are loaded only where one is set", () => {
  const asked = readdirSync(join(packageFolder, "dist"), { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".js") && /zxcvbn-ts/.test(read("dist", f)));
  assert.deepEqual(asked, [join("cryptography", "passwordStrength.js")]);
  assert.doesNotMatch(read("dist", asked[0]!), /^(import|export)\b.*zxcvbn-ts|\bfrom\b.*zxcvbn-ts/m);
});

test("stemmers and stop words are loaded only where somebody searches, a language at a time", () => {
  const asked = readdirSync(join(packageFolder, "dist"), { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".js") && /@orama\//.test(read("dist", f)));
  assert.deepEqual(asked, [join("search", "languages.js")]);
  assert.doesNotMatch(read("dist", asked[0]!), /^(import|export)\b.*@orama|\bfrom\b.*@orama/m);
});

test("what reads ZIPs is loaded only where an archive is brought in", () => {
  const asked = readdirSync(join(packageFolder, "dist"), { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".js") && /@zip\.js\//.test(read("dist", f)));
  assert.deepEqual(asked, [join("archive", "diaryArchive.js")]);
  assert.doesNotMatch(read("dist", asked[0]!), /^(import|export)\b.*@zip\.js|\bfrom\b.*@zip\.js/m);
});

test("every dependency has one exact version", () => {
  const { dependencies, devDependencies, overrides } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...overrides })) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

test("what is published is what was built, its README and its licence", () => {
  const npm = process.env["npm_execpath"];
  const [command, args] = npm ? [process.execPath, [npm]] : ["npm", []];
  const pack = [...args, "pack", "--dry-run", "--json", "--loglevel=error"];
  const output = execFileSync(command, pack, { cwd: packageFolder, encoding: "utf8" });
  const [packed] = JSON.parse(output) as { files: { path: string }[] }[];
  const paths = packed!.files.map((file) => file.path);
  for (const path of ["README.md", "LICENSE", "package.json", "dist/index.js", "dist/index.d.ts", "dist/cryptography/index.js"]) {
    assert.ok(paths.includes(path), path);
  }
  assert.deepEqual(paths.filter((path) => !/^(dist\/.+\.(js|d\.ts)|README\.md|LICENSE|package\.json)$/.test(path)), []);
});

test("the licence is the repository's", () => assert.equal(read("LICENSE"), read("..", "..", "LICENSE")));

test("the README's example has ten lines and prints what it says", async () => {
  assert.equal(exampleLines().length, 10);
  const diary = new FakeDiary();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { authorization } = request.headers;
    const answer = await diary.fetch("http://diary.test/", {
      method: "POST", body: Buffer.concat(chunks).toString(), headers: authorization ? { authorization } : {},
    });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    assert.equal(await runExample(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`), examplePrints);
  } finally {
    server.close();
  }
});
