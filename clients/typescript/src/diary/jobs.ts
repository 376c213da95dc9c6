import { type WorkFragment, job as jobById } from "../generated/operations.js";
import { DiaryError, given } from "./errors.js";
import type { Session } from "./session.js";

const pause = 1_000;

/** How far long work has come. */
export interface Progress {
  /** Entries. */
  readonly done: number;
  /** Null where it is not known yet. */
  readonly total: number | null;
}

/** What long work needs of its surroundings. */
export interface LongWork {
  /** Is told now and then how far it has come. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Waits so many milliseconds. */
export type Wait = (milliseconds: number) => Promise<void>;

/**
 * Follows a job to its end.
 * @throws {DiaryError} JOB_FAILED: it failed, or was cancelled.
 */
export async function followed(session: Session, begun: WorkFragment, wait: Wait, { onProgress }: LongWork): Promise<WorkFragment> {
  for (let job = begun; ; ) {
    onProgress?.({ done: job.done, total: job.total });
    if (job.state === "SUCCEEDED" || job.state === "UNDONE") return job;
    if (job.state === "FAILED" || job.state === "CANCELLED") {
      throw new DiaryError("JOB_FAILED", job.problems.join(" ") || "The job was cancelled.");
    }
    await wait(pause);
    job = given((await patiently(wait, () => session.run(jobById, { id: begun.id }))).job, "job");
  }
}

const longestPatience = 20;

/** Waits as the server asks where it lets no more requests through just now, and makes the request again. */
export async function patiently<T>(wait: Wait, request: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      const seconds = error instanceof DiaryError && error.code === "RATE_LIMITED" ? error.retryAfter : undefined;
      if (seconds === undefined || attempt === longestPatience) throw error;
      await wait(seconds * 1_000);
    }
  }
}
