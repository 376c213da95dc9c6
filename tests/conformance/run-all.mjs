// Runs the suites against DIARY_URL and prints a line for each; exits non-zero where one fails. Arguments choose suites by name.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const bin = name => resolve(here, 'node_modules/.bin', name);
const node = (...args) => [process.execPath, ...args];
const nodeTest = file => node('--test', '--test-timeout=120000', file);

const suites = {
  http: [node('http-audit.mjs')],
  clients: [nodeTest('clients.test.mjs')],
  subscriptions: [nodeTest('subscriptions.test.mjs')],
  codegen: [[bin('graphql-codegen'), '--config', 'codegen.yml'], [bin('tsc'), '-p', '.']],
  'relay-compiler': [[bin('relay-compiler'), 'relay.config.json']],
  relay: [nodeTest('relay.test.mjs')],
  eslint: [[bin('eslint'), 'build/schema.graphql']],
};

if (!process.env.DIARY_URL) {
  console.error('DIARY_URL must name a served diary, such as http://localhost:5080');
  process.exit(2);
}
rmSync(resolve(here, 'build'), { recursive: true, force: true });
for (const folder of ['build', 'build/relay']) mkdirSync(resolve(here, folder), { recursive: true });
copyFileSync(process.env.DIARY_SCHEMA ?? resolve(here, '../../src/GraphQL/schema.graphql'), resolve(here, 'build/schema.graphql'));

const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !(name in suites));
if (unknown.length) {
  console.error(`No such suite: ${unknown.join(', ')}. There are ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}
// Relay's tests need what its compiler makes.
if (chosen.includes('relay') && !chosen.includes('relay-compiler')) chosen.unshift('relay-compiler');

let failed = 0;
for (const [name, steps] of Object.entries(suites).filter(([suite]) => !chosen.length || chosen.includes(suite))) {
  const begun = performance.now();
  let output = '';
  const ok = steps.every(([command, ...args]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: here, encoding: 'utf8', maxBuffer: 1 << 26 });
    output += stdout + stderr;
    return status === 0;
  });
  failed += ok ? 0 : 1;
  console.log(`${ok ? 'pass' : 'FAIL'}  ${name.padEnd(15)} ${((performance.now() - begun) / 1000).toFixed(1)} s  ${summary(output)}`);
  if (!ok) console.log(output.replace(/^/gm, '      '));
}
console.log(failed ? `${failed} suites failed` : 'all suites passed');
process.exit(failed ? 1 : 0);

/** The line of a suite's output that says how many passed. */
function summary(output) {
  const total = output.match(/MUST .*/)?.[0];
  if (total) return total;
  const pass = output.match(/^[#ℹ] pass (\d+)/m)?.[1];
  const fail = output.match(/^[#ℹ] fail (\d+)/m)?.[1];
  return pass === undefined ? '' : `${pass} passed, ${fail} failed`;
}
