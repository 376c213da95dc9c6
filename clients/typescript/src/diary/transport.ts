import { DiaryError } from "./errors.js";
import type { Operation } from "./operation.js";

const repeats = 2;
const firstPause = 250;
const longestPause = 5_000;

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly AnsweredError[];
}

interface AnsweredError {
  readonly message?: string;
  readonly extensions?: Record<string, unknown>;
}

/** The platform's own way to wait so many milliseconds. */
export const pausing = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Where a file is, and what a request for it says. */
export interface FileLink {
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** A request by a link. */
export interface FollowOptions {
  readonly method?: "GET" | "PUT";
  readonly body?: Blob | Uint8Array<ArrayBuffer>;
  /** Which bytes, as HTTP says it. */
  readonly range?: string;
  readonly signal?: AbortSignal;
}

/** What a transport needs of its surroundings. */
export interface TransportOptions {
  /** The platform's fetch unless given. */
  readonly fetch?: typeof fetch;
  /** Waits so many milliseconds before a request is repeated. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/**
 * Posts operations. What got no answer, or was answered UNAVAILABLE, is posted again, byte for byte: every command does nothing twice
 * that is repeated so.
 */
export class Transport {
  readonly #url: string;
  readonly #fetch: typeof fetch;
  readonly #wait: (milliseconds: number) => Promise<void>;

  constructor(url: string | URL, options: TransportOptions = {}) {
    this.#url = new URL(url).href;
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#wait = options.wait ?? pausing;
  }

  /**
   * The operation's data.
   * @throws {DiaryError} There is none, or not all of it.
   */
  async send<R, V>(operation: Operation<R, V>, variables: V, accessToken?: string): Promise<R> {
    const body = JSON.stringify({ query: operation.text, operationName: operation.name, variables });
    return this.#repeating(async () => (await this.#post(body, accessToken)) as R);
  }

  /** Sends a file, which is kept under this id until it is used. Sent again, it is kept once. */
  async upload(id: string, file: Blob, type: string, accessToken: string): Promise<void> {
    await this.#repeating(async () => {
      const response = await this.#request(new URL(`/files/${id}`, this.#url).href, {
        method: "PUT", headers: { "content-type": type, authorization: `Bearer ${accessToken}` }, body: file,
      });
      if (!response.ok) throw failure(await errorOf(response), response);
    });
  }

  /** Fetches a file by a link of the diary's own. */
  download({ url, headers }: FileLink): Promise<Blob> {
    const address = new URL(url, this.#url);
    if (address.origin !== new URL(this.#url).origin) throw new DiaryError("UNTRUSTED", "The link leads to another server.");
    return this.#repeating(async () => {
      const response = await this.#request(address.href, { headers: headers.map(({ name, value }): [string, string] => [name, value]) });
      if (!response.ok) throw failure(await errorOf(response), response);
      return await whole(() => response.blob());
    });
  }

  /**
   * Sends bytes, or asks for some, by a link that may lead to an object store, once; what is wrong with the answer is thrown.
   * @param anywhere Whether what goes or comes is sealed, and may do so by another server's hands.
   */
  async follow({ url, headers }: FileLink, anywhere: boolean, { range, ...options }: FollowOptions): Promise<Response> {
    const address = new URL(url, this.#url);
    if (!anywhere && address.origin !== new URL(this.#url).origin) throw new DiaryError("UNTRUSTED", "The link leads to another server.");
    const sent = headers.map(({ name, value }): [string, string] => [name, value]);
    const response = await this.#request(address.href, { ...options, headers: range === undefined ? sent : [...sent, ["range", range]] });
    if (response.ok) return response;
    if (address.origin === new URL(this.#url).origin) throw failure(await errorOf(response), response);
    const code = response.status === 403 ? "UNAUTHENTICATED" : response.status >= 500 ? "UNAVAILABLE" : "INTERNAL";
    throw new DiaryError(code, `The object store answered with status ${response.status}.`);
  }

  async #repeating<R>(request: () => Promise<R>): Promise<R> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await request();
      } catch (error) {
        if (!(error instanceof DiaryError) || attempt === repeats || !mayHelp(error)) throw error;
        const pause = error.retryAfter === undefined ? firstPause * 2 ** attempt : error.retryAfter * 1000;
        if (pause > longestPause) throw error;
        await this.#wait(pause);
      }
    }
  }

  async #post(body: string, accessToken: string | undefined): Promise<unknown> {
    const response = await this.#request(this.#url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json",
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      },
      body,
    });
    const answer = read(await whole(() => response.text()));
    const [error] = answer?.errors ?? [];
    if (error) throw failure(error, response);
    if (!answer?.data) throw notADiarys(response);
    return answer.data;
  }

  #request(url: string, options: RequestInit): Promise<Response> {
    return whole(() => this.#fetch(url, {
      ...options, cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer",
    }));
  }
}

/** What came of a request; whatever the network did is one error. */
async function whole<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new DiaryError("NETWORK", "The diary did not answer.", { cause });
  }
}

const notADiarys = ({ status }: Response) => new DiaryError("PROTOCOL", `The answer, of status ${status}, is none of a diary's.`);

async function errorOf(response: Response): Promise<AnsweredError> {
  const [error] = read(await whole(() => response.text()))?.errors ?? [];
  if (!error) throw notADiarys(response);
  return error;
}

const mayHelp = ({ code }: DiaryError): boolean => code === "NETWORK" || code === "UNAVAILABLE";

function read(text: string): Answer | null {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" ? (answer as Answer | null) : null;
  } catch {
    return null;
  }
}

function failure({ message, extensions }: AnsweredError, response: Response): DiaryError {
  const code = extensions?.["code"];
  const seconds = Number(extensions?.["retryAfterSeconds"] ?? response.headers.get("retry-after") ?? Number.NaN);
  return new DiaryError(typeof code === "string" ? code : "INTERNAL", message ?? "The diary gave no reason.", {
    retryAfter: Number.isFinite(seconds) ? seconds : undefined,
  });
}
