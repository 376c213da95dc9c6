/** Why a command was refused, as the server says it. */
export interface Problem {
  /** A stable code, such as VERSION_CONFLICT or WRONG_CREDENTIAL. */
  readonly code: string;
  readonly message: string;
  /** The input field that it is about, such as input.content.plain.body. */
  readonly field: string | null;
  /** VERSION_CONFLICT: the version that stands now. */
  readonly currentVersion?: number;
  /** LOCKED: when to try again. */
  readonly retryAt?: string;
}

/** A command was refused, and changed nothing. */
export class DiaryProblem extends Error {
  override readonly name = "DiaryProblem";
  readonly problems: readonly Problem[];

  constructor(problems: readonly [Problem, ...Problem[]]) {
    super(problems.map(({ code, message }) => `${code}: ${message}`).join(" "));
    this.problems = problems;
  }

  /** The first problem's code. */
  get code(): string {
    return this.problems[0]!.code;
  }

  /** The version that stands now, where that is the problem. */
  get currentVersion(): number | undefined {
    return this.problems.find((p) => p.currentVersion !== undefined)?.currentVersion;
  }

  /** When to try again, where too much was tried. */
  get retryAt(): string | undefined {
    return this.problems.find((p) => p.retryAt !== undefined)?.retryAt;
  }
}

/** A request failed: it was no command's business, or nothing came back, or what came back cannot be trusted. */
export class DiaryError extends Error {
  override readonly name = "DiaryError";
  /**
   * A code of the server's (UNAUTHENTICATED, RATE_LIMITED, UNAVAILABLE, COST_EXCEEDED, INTERNAL …), or one of this client's: NETWORK
   * (no answer), PROTOCOL (an answer that is none of this API), KEYS_MISSING (signed in without the account's keys), CODES_MISSING
   * (signed up, and the recovery codes were lost), UNTRUSTED (an answer that contradicts the account's keys), BAD_ARCHIVE (no export of
   * a diary, or a damaged one), JOB_FAILED (long work came to nothing).
   */
  readonly code: string;
  /** In how many seconds to try again, where that may help. */
  readonly retryAfter: number | undefined;

  constructor(code: string, message: string, options: { retryAfter?: number | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfter = options.retryAfter;
  }
}

/** The payload, once it holds no problem. */
export function accepted<T extends { readonly problems: readonly Problem[] }>(payload: T): T {
  const [first, ...rest] = payload.problems;
  if (first) throw new DiaryProblem([first, ...rest]);
  return payload;
}

/** A member of a payload that an accepted command always has. */
export function given<T>(member: T | null | undefined, name: string): T {
  if (member === null || member === undefined) throw new DiaryError("PROTOCOL", `The answer has no ${name}.`);
  return member;
}

/** This device is signed in without the account's keys. */
export const keysMissing = (): DiaryError =>
  new DiaryError("KEYS_MISSING", "This device does not have the account's keys: hand them over, or recover with a code.");
