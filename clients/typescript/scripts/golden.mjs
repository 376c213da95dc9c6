// Seals samples with this client for tests/Cryptography.Tests/Vectors/golden-client.json, which both implementations must open for
// ever: samples that are there already stay as they are. Run npm run build before.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  AccountKeys, BlindIndex, RecoveryCode, derivePasswordKeys, minIterations, minMemoryKiB, sealEnvelope, sealKeyBundle, sealNote,
} from '@personal-diary/client/cryptography';
import { encodeContent } from '@personal-diary/client';

const file = new URL('../../../tests/Cryptography.Tests/Vectors/golden-client.json', import.meta.url);
const hex = bytes => Buffer.from(bytes).toString('hex');
const count = (first, length) => Uint8Array.from({ length }, (_, i) => first + i);

const accountId = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
const entryId = '0190a1b2-c3d4-7e60-8a9b-000102030405';
const keys = AccountKeys.import(count(64, 32));
const index = new BlindIndex(keys, accountId);
const code = RecoveryCode.parse('Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYB0');
const content = { title: 'Morgen', body: 'Nebel über dem See.', mood: 'froh', tags: ['Garten'] };
const kdf = { salt: count(16, 16), memoryKiB: minMemoryKiB, iterations: minIterations, parallelism: 1 };
const password = await derivePasswordKeys('ein Pferd über dem ﬁschigen See', kdf);
const tag = index.sealTagName('Garten');

const samples = {
  source: 'Sealed by version 1 of clients/typescript under the samples\' keys. They must open for ever.',
  publicKey: hex(keys.publicKey),
  content: hex(encodeContent(content)),
  envelope: hex(await sealEnvelope(keys, { accountId, entryId, version: 7 }, encodeContent(content), 3)),
  'envelope.empty': hex(await sealEnvelope(keys, { accountId, entryId, version: 1 }, new Uint8Array())),
  'envelope.256': hex(await sealEnvelope(keys, { accountId, entryId, version: 2147483647 }, count(0, 256), 65535)),
  note: hex(await sealNote(keys.publicKey, accountId, 'Adas Händy')),
  'tag.token': hex(tag.token),
  'tag.name': hex(tag.sealedName),
  mood: hex(index.moodToken('FROH')),
  fingerprint: hex(index.fingerprint(content.body)),
  'term.title': hex(index.searchTerm('DIARY', '2026-11-23', 'title', 'wander')),
  'password.auth': hex(password.authKey),
  'password.wrap': hex(password.wrapKey),
  'password.bundle': hex(sealKeyBundle(password.wrapKey, keys)),
  'recovery.auth': hex(code.verifier(accountId)),
  'recovery.wrap': hex(code.wrappingKey(accountId)),
  'recovery.bundle': hex(sealKeyBundle(code.wrappingKey(accountId), keys)),
};
const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
writeFileSync(file, `${JSON.stringify({ ...samples, ...before }, null, 2)}\n`);
