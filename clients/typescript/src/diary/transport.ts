import { DiaryError } from "./errors.js";
import type { Operation } from "./operation.js";

const repeats = 2;
const firstPause = 250;
const longestPause = 5_000;

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message?: string; readonly extensions?: Record<string, unknown> }[];
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
    this.#wait = options.wait ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
  }

  /**
   * The operation's data.
   * @throws {DiaryError} There is none, or not all of it.
   */
  async send<R, V>(operation: Operation<R, V>, variables: V, accessToken?: string): Promise<R> {
    const body = JSON.stringify({ query: operation.text, operationName: operation.name, variables });
    for (let attempt = 0; ; attempt++) {
      try {
        return (await this.#post(body, accessToken)) as R;
      } catch (error) {
        if (!(error instanceof DiaryError) || attempt === repeats || !mayHelp(error)) throw error;
        const pause = error.retryAfter === undefined ? firstPause * 2 ** attempt : error.retryAfter * 1000;
        if (pause > longestPause) throw error;
        await this.#wait(pause);
      }
    }
  }

  async #post(body: string, accessToken: string | undefined): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await this.#fetch(this.#url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/graphql-response+json",
          ...(accessToken && { authorization: `Bearer ${accessToken}` }),
        },
        body,
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
      });
      text = await response.text();
    } catch (cause) {
      throw new DiaryError("NETWORK", "The diary did not answer.", { cause });
    }

    const answer = read(text);
    const [error] = answer?.errors ?? [];
    if (error) throw failure(error, response);
    if (!answer?.data) throw new DiaryError("PROTOCOL", `The answer, of status ${response.status}, is none of a diary's.`);
    return answer.data;
  }
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

function failure({ message, extensions }: NonNullable<Answer["errors"]>[number], response: Response): DiaryError {
  const code = extensions?.["code"];
  const seconds = Number(extensions?.["retryAfterSeconds"] ?? response.headers.get("retry-after") ?? Number.NaN);
  return new DiaryError(typeof code === "string" ? code : "INTERNAL", message ?? "The diary gave no reason.", {
    retryAfter: Number.isFinite(seconds) ? seconds : undefined,
  });
}
