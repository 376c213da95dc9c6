import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The package's own folder: this file runs in build/kit. */
export const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

/** A file of published vectors, with its source named in it. */
export const vectors = <T>(name: string): T => json(new URL(`../../test/vectors/${name}`, import.meta.url));

/** Golden samples that the server's own implementation is tested with too. */
export const golden = <T = Record<string, string>>(name: string): T =>
  json(new URL(`../../../../tests/Cryptography.Tests/Vectors/${name}`, import.meta.url));

const json = <T>(url: URL): T => JSON.parse(readFileSync(url, "utf8")) as T;
