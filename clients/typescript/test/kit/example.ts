import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { packageFolder } from "./files.js";

const block = /^```js example\n(.*?)^```$/ms;
const printedUrl = /"http:\/\/127\.0\.0\.1:5080\/graphql"/g;

/** The lines of the README's example that do something. */
export const exampleLines = (): string[] =>
  block.exec(readFileSync(join(packageFolder, "README.md"), "utf8"))![1]!.split("\n").filter((line) => line !== "");

/** Runs the README's example as it is printed, but for the address, in a process of its own; what it prints. */
export async function runExample(url: string): Promise<string> {
  const file = join(packageFolder, "build", `example-${process.pid}.mjs`);
  writeFileSync(file, exampleLines().join("\n").replace(printedUrl, JSON.stringify(url)));
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: packageFolder });
  return stdout;
}

/** What the README says that it prints. */
export const examplePrints = "The first snow.\n2: It has melted.\n1: The first snow.\n";
