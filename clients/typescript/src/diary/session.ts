import { refreshSession } from "../generated/operations.js";
import { DiaryError, accepted, given } from "./errors.js";
import type { Operation } from "./operation.js";
import type { FileLink, FollowOptions, Transport } from "./transport.js";

/** What a session is held by. The refresh token is worth one renewal; whoever has it is signed in. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: string;
}

/** Runs operations as somebody, and renews the session by itself, once for all that wait, when its access token has expired. */
export class Session {
  readonly #transport: Transport;
  readonly #changed: (tokens: SessionTokens | null) => void;
  #tokens: SessionTokens | null = null;
  #renewal: Promise<void> | null = null;

  constructor(transport: Transport, changed: (tokens: SessionTokens | null) => void) {
    this.#transport = transport;
    this.#changed = changed;
  }

  /** The latest tokens; null where nobody is signed in. */
  get tokens(): SessionTokens | null {
    return this.#tokens;
  }

  /** Goes on with these tokens; null ends it on this side. */
  use(tokens: SessionTokens | null): void {
    if (tokens === this.#tokens) return;
    this.#tokens = tokens;
    this.#changed(tokens);
  }

  /** Runs an operation that needs nobody. */
  anonymously<R, V>(operation: Operation<R, V>, variables: V): Promise<R> {
    return this.#transport.send(operation, variables);
  }

  /**
   * Runs an operation as who is signed in.
   * @throws {DiaryError} UNAUTHENTICATED where nobody is, or the session has ended.
   */
  run<R, V>(operation: Operation<R, V>, variables: V): Promise<R> {
    return this.#asSomebody((token) => this.#transport.send(operation, variables, token));
  }

  /** Sends a file, likewise. */
  upload(id: string, file: Blob, type: string): Promise<void> {
    return this.#asSomebody((token) => this.#transport.upload(id, file, type, token));
  }

  /** Fetches a file: whoever has the link may. */
  download(link: FileLink): Promise<Blob> {
    return this.#transport.download(link);
  }

  /** Follows a link, likewise. */
  follow(link: FileLink, anywhere: boolean, options: FollowOptions): Promise<Response> {
    return this.#transport.follow(link, anywhere, options);
  }

  /** Trades the refresh token for the next pair. */
  refresh(): Promise<void> {
    return this.#renewAfter(this.#current());
  }

  async #asSomebody<R>(request: (accessToken: string) => Promise<R>): Promise<R> {
    const used = this.#current();
    try {
      return await request(used.accessToken);
    } catch (error) {
      if (!(error instanceof DiaryError) || error.code !== "UNAUTHENTICATED") throw error;
      await this.#renewAfter(used);
      return await request(this.#current().accessToken);
    }
  }

  #renewAfter(used: SessionTokens): Promise<void> {
    // Another request may have renewed it while this one was under way.
    if (this.#tokens && this.#tokens !== used) return Promise.resolve();
    this.#renewal ??= this.#renew(this.#current()).finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #renew(spent: SessionTokens): Promise<void> {
    const { refreshSession: payload } = await this.#transport.send(refreshSession, { refreshToken: spent.refreshToken });
    if (this.#tokens !== spent) return; // Signed out, or in again, meanwhile.
    if (payload.problems.length > 0) {
      this.use(null);
      throw new DiaryError("UNAUTHENTICATED", "The session has ended. Sign in again.");
    }
    this.use(given(accepted(payload).session, "session"));
  }

  #current(): SessionTokens {
    if (!this.#tokens) throw new DiaryError("UNAUTHENTICATED", "Nobody is signed in.");
    return this.#tokens;
  }
}
