// Opens what the server's own implementation sealed, and seals for it: JSON lines from one file, answers into another.
import { readFileSync, writeFileSync } from "node:fs";
import {
  AccountKeys, BlindIndex, RecoveryCode, SealedFile, openEnvelope, openNote, sealEnvelope, sealNote, sealedFileLength,
} from "@personal-diary/client/cryptography";

interface Question {
  privateKey: string;
  accountId: string;
  entryId: string;
  version: number;
  plaintext: string;
  text: string;
  entryDate: string;
  code: string;
  /** By the C# implementation. */
  client: string;
  server: string;
  note: string;
  sealedName: string;
  fileKey: string;
}

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
const base64 = (run: Uint8Array | null | undefined): string | null => (run ? Buffer.from(run).toString("base64") : null);

async function answer(question: Question): Promise<object> {
  const { accountId, entryId, version, text } = question;
  const keys = AccountKeys.import(bytes(question.privateKey));
  const index = new BlindIndex(keys, accountId);
  const place = { accountId, entryId, version };
  const [client, server] = await Promise.all([
    openEnvelope(keys, place, bytes(question.client)),
    openEnvelope(keys, place, bytes(question.server)),
  ]);
  const code = RecoveryCode.parse(question.code);
  const tag = index.sealTagName(text);
  const file = new Blob([Buffer.from(question.plaintext, "base64")]);
  const sealed = new SealedFile(accountId, entryId, bytes(question.fileKey));
  return {
    publicKey: base64(keys.publicKey),
    client: base64(client?.plaintext),
    clientIsAuthenticated: client?.authenticated,
    server: base64(server?.plaintext),
    serverIsAuthenticated: server?.authenticated,
    note: await openNote(keys, accountId, bytes(question.note)),
    name: index.openTagName(tag.token, bytes(question.sealedName)),
    tag: base64(tag.token),
    mood: base64(index.moodToken(text)),
    fingerprint: base64(index.fingerprint(text)),
    term: base64(index.searchTerm("DIARY", question.entryDate, "body", text)),
    code: code?.print(),
    verifier: base64(code?.verifier(accountId)),
    wrappingKey: base64(code?.wrappingKey(accountId)),
    envelope: base64(await sealEnvelope(keys, place, bytes(question.plaintext))),
    sealedNote: base64(await sealNote(keys.publicKey, accountId, text)),
    sealedName: base64(tag.sealedName),
    file: base64(await sealed.slice(file, 0, sealedFileLength(file.size))),
    printed: RecoveryCode.generate().print(),
  };
}

const [questions, answers] = process.argv.slice(2);
const lines: string[] = [];
for (const line of readFileSync(questions!, "utf8").trim().split("\n")) {
  lines.push(JSON.stringify(await answer(JSON.parse(line) as Question)));
}
writeFileSync(answers!, `${lines.join("\n")}\n`);
