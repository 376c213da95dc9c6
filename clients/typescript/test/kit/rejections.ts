// What a test expects to be thrown.
import { DiaryError, DiaryProblem } from "@personal-diary/client";

/** For assert.rejects: a refusal of this code. */
export const refused = (code: string) => (error: unknown) => {
  if (error instanceof DiaryProblem && error.code === code) return true;
  throw error;
};

/** For assert.rejects: an error of this code. */
export const failed = (code: string) => (error: unknown) => {
  if (error instanceof DiaryError && error.code === code) return true;
  throw error;
};
