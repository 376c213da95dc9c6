// A diary in memory, with the served schema: it keeps what clients send and gives it back. Tests make it lie.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { type GraphQLSchema, buildSchema, graphql } from "graphql";
import { RecoveryCode } from "@personal-diary/client/cryptography";

const schema: GraphQLSchema = buildSchema(readFileSync(new URL("../../../../src/GraphQL/schema.graphql", import.meta.url), "utf8"));

type Input = Record<string, any>;
interface Version { version: number; sealedAt: number; kind: string; entryDate: string; content: Input }
interface Stored { id: string; versions: Version[]; deleted: boolean }
interface Owned { account: Input; authKey: string; kdf: Input; codes: Map<string, string>; entries: Map<string, Stored> }

const digest = (base64: string) => createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex");
const now = "2026-11-23T10:15:30.123Z";
const refusal = (code: string, field: string | null = null, more: object = {}) => ({
  problems: [{ __typename: "Refusal", code, message: "Refused.", field, ...more }],
});

export class FakeDiary {
  readonly accounts = new Map<string, Owned>();
  /** Every request's body, as it was sent. */
  readonly requests: { operationName: string; variables: Input; token: string | null }[] = [];
  /** Access tokens that have expired. */
  readonly expired = new Set<string>();
  /** What stands in for an answer of this operation, if something should. */
  readonly instead = new Map<string, (variables: Input) => object | Promise<object>>();
  /** How many of an operation's next answers are lost on their way: it was run, and its client does not know. */
  readonly lost = new Map<string, number>();
  /** Changes an answer's data before it is sent. */
  tamper: (operation: string, data: any) => void = () => {};
  #sessions = new Map<string, { owned: Owned; refresh: string }>();

  /** Stands in for the platform's fetch. */
  readonly fetch: typeof fetch = async (_url, init) => {
    const { query, operationName, variables } = JSON.parse(String(init?.body)) as Input;
    const token = new Headers(init?.headers).get("authorization")?.slice("Bearer ".length) ?? null;
    this.requests.push({ operationName, variables, token });
    const instead = this.instead.get(operationName);
    if (instead) return Response.json(await instead(variables));
    const owned = token === null || this.expired.has(token) ? undefined : this.#sessions.get(token)?.owned;
    if (token !== null && !owned) return unauthenticated();
    const result = await graphql({ schema, source: query, operationName, variableValues: variables, rootValue: this.#root(owned, token) });
    const answer = JSON.parse(JSON.stringify(result)) as { data?: unknown };
    const losses = this.lost.get(operationName) ?? 0;
    if (losses > 0) {
      this.lost.set(operationName, losses - 1);
      throw new TypeError("fetch failed");
    }
    if (answer.data) this.tamper(operationName, answer.data);
    return Response.json(answer);
  };

  /** The one account, or the one of this address. */
  owned(email?: string): Owned {
    return email === undefined ? [...this.accounts.values()][0]! : this.accounts.get(email)!;
  }

  #root(owned: Owned | undefined, token: string | null): Input {
    const entry = (id: string) => owned?.entries.get(id.toLowerCase());
    const proves = (of: Owned | undefined, credential: Input) =>
      of !== undefined && digest(secretOf(credential)) === of.authKey;
    return {
      signInParameters: ({ email }: Input) => {
        const found = this.accounts.get(email);
        return { accountId: found?.account["id"] ?? randomUUID(), tier: found ? "E2E" : "UCE", kdf: found?.kdf ?? null };
      },
      signUp: ({ input }: Input) => {
        const repeated = this.accounts.get(input.email);
        if (repeated) {
          return repeated.account["id"] === input.id && proves(repeated, input.credential) ? this.#begin(repeated) : refusal("EMAIL_TAKEN");
        }
        const codes = input.tier === "UCE" ? printedCodes() : null;
        const made: Owned = {
          account: {
            id: input.id, email: input.email, tier: input.tier, timeZone: input.timeZone, createdAt: now, recoveryCodesLeft: 10,
            publicKey: input.keys?.publicKey ?? Buffer.alloc(32, 9).toString("base64"), keyBundle: input.keys?.keyBundle ?? null,
          },
          authKey: digest(secretOf(input.credential)), kdf: input.credential.authKey?.kdf ?? null,
          codes: codes ? new Map(codes.map((code) => [code, ""])) : codesOf(input.keys.recoveryCodes), entries: new Map(),
        };
        this.accounts.set(input.email, made);
        return { ...this.#begin(made), recoveryCodes: codes };
      },
      signIn: ({ input }: Input) => {
        const found = this.accounts.get(input.email);
        return proves(found, input.credential) ? this.#begin(found!) : refusal("WRONG_CREDENTIAL");
      },
      refreshSession: ({ refreshToken }: Input) => {
        const found = [...this.#sessions.values()].find((session) => session.refresh === refreshToken);
        if (!found) return refusal("WRONG_CREDENTIAL");
        found.refresh = "";
        return this.#begin(found.owned);
      },
      signOut: () => ({ ended: this.#sessions.delete(token!) ? 1 : 0, problems: [] }),
      me: () => ({ ...owned!.account, sessions: [] }),
      changePassword: ({ input }: Input) => {
        if (!proves(owned, input.current)) return refusal("WRONG_CREDENTIAL");
        set(owned!, input.next, input.keyBundle);
        return this.#begin(owned!);
      },
      recoveryBundle: ({ input }: Input) => {
        const bundle = this.accounts.get(input.email)?.codes.get(digest(input.verifier));
        return bundle === undefined ? refusal("WRONG_CREDENTIAL") : { keyBundle: bundle, problems: [] };
      },
      recover: ({ input }: Input) => {
        const found = this.accounts.get(input.email);
        if (!found?.codes.delete(digest(input.code.verifier))) return refusal("WRONG_CREDENTIAL");
        this.#sessions.clear();
        set(found, input.next, input.keyBundle);
        return this.#begin(found);
      },
      replaceRecoveryCodes: ({ input }: Input) => {
        if (!proves(owned, input.current)) return refusal("WRONG_CREDENTIAL");
        const codes = owned!.account["tier"] === "UCE" ? printedCodes() : null;
        owned!.codes = codes ? new Map(codes.map((code) => [code, ""])) : codesOf(input.codes);
        return { recoveryCodes: codes, problems: [] };
      },
      createEntry: ({ input }: Input) => {
        const first = { version: 1, sealedAt: 1, kind: "WRITTEN", entryDate: input.entryDate, content: input.content.sealed };
        const stored = { id: input.id, versions: [first], deleted: false };
        owned!.entries.set(input.id, stored);
        return { entry: shown(stored), problems: [] };
      },
      editEntry: ({ input }: Input) => {
        const stored = entry(input.id)!;
        const last = stored.versions.at(-1)!;
        if (last.version !== input.expectedVersion) {
          return refusal("VERSION_CONFLICT", "input.expectedVersion", { __typename: "VersionConflict", currentVersion: last.version });
        }
        const version = last.version + 1;
        const sealedAt = input.content ? version : last.sealedAt;
        const content = input.content?.sealed ?? last.content;
        stored.versions.push({ version, sealedAt, kind: "EDITED", entryDate: input.entryDate ?? last.entryDate, content });
        return { entry: shown(stored), problems: [] };
      },
      restoreRevision: ({ input }: Input) => {
        const stored = entry(input.id)!;
        const earlier = stored.versions.find((v) => v.version === input.version)!;
        stored.versions.push({ ...earlier, version: input.expectedVersion + 1, kind: "RESTORED" });
        return { entry: shown(stored), problems: [] };
      },
      entry: ({ id }: Input) => (entry(id) ? shown(entry(id)!) : null),
      entries: ({ filter, first }: Input) => connection(selected(owned!, filter).slice(0, first).map((stored) => shown(stored))),
      search: ({ tokens, filter }: Input) => {
        const has = ({ versions }: Stored, token: string) => versions.at(-1)!.content["searchTokens"].includes(token);
        const found = selected(owned!, filter).filter((stored) => tokens.every((any: string[]) => any.some((token) => has(stored, token))));
        return { ...connection(found.map((stored) => shown(stored))), totalCount: found.length, totalIsLowerBound: false };
      },
      tags: () => [...owned!.entries.values()].flatMap((stored) => shown(stored)["tags"]),
    };
  }

  #begin(owned: Owned): Input {
    const session = {
      accessToken: randomUUID(), accessTokenExpiresAt: now, refreshToken: randomUUID(), refreshTokenExpiresAt: now,
    };
    this.#sessions.set(session.accessToken, { owned, refresh: session.refreshToken });
    return { session, account: owned.account, problems: [] };
  }
}

/** What the server says of a token that it does not take. */
export const unauthenticated = (): Response =>
  Response.json({ errors: [{ message: "Sign in.", extensions: { code: "UNAUTHENTICATED" } }] }, { status: 401 });

const secretOf = ({ password, authKey }: Input): string => authKey?.key ?? Buffer.from(password).toString("base64");

const printedCodes = (): string[] => Array.from({ length: 10 }, () => RecoveryCode.generate().print());

const codesOf = (inputs: Input[]) => new Map(inputs.map((code) => [digest(code["verifier"]), code["keyBundle"] as string]));

function set(owned: Owned, { authKey }: Input, keyBundle: string | undefined): void {
  owned.authKey = digest(authKey.key);
  owned.kdf = authKey.kdf;
  owned.account["keyBundle"] = keyBundle ?? null;
}

/** The newest day first. */
const selected = ({ entries }: Owned, filter: Input | null): Stored[] => {
  const { from = "0000", to = "9999", source = "DIARY", tagTokens = [] } = filter ?? {};
  const last = ({ versions }: Stored) => versions.at(-1)!;
  const has = (stored: Stored, token: string) => last(stored).content["tags"].some((tag: Input) => tag["token"] === token);
  return [...entries.values()]
    .filter((stored) => source === "DIARY" && last(stored).entryDate >= from && last(stored).entryDate <= to)
    .filter((stored) => tagTokens.every((token: string) => has(stored, token)))
    .sort((a, b) => last(b).entryDate.localeCompare(last(a).entryDate));
};

const connection = (nodes: Input[]) => ({ nodes, edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: null } });

function shown(stored: Stored): Input {
  const last = stored.versions.at(-1)!;
  const revisions = stored.versions.toReversed().map((version) => ({ ...faced(version), recordedAt: now, session: null }));
  return {
    ...faced(last), id: stored.id, timeZone: "UTC", source: "DIARY", createdAt: now, updatedAt: now, deletedAt: null, purgeAt: null,
    media: [],
    revisions: () => connection(revisions),
    revision: ({ version }: Input) => revisions.find((r) => r.version === version) ?? null,
    history: () => connection(stored.versions.toReversed().map(({ version, kind }) => ({ version, kind, recordedAt: now, session: null }))),
  };
}

const faced = ({ version, sealedAt, entryDate, content }: Version) => ({
  version, entryDate,
  tags: content["tags"].map((tag: Input) => ({ ...tag, auto: false, entryCount: 1 })),
  content: {
    __typename: "SealedContent", envelope: content["envelope"], sealedAtVersion: sealedAt, authenticated: true, sha256: "",
  },
});
