import { type Bytes, randomBytes } from "./bytes.js";

// Argon2id, version 1.3: RFC 9106.

/** What lies beside a verifier, so that the same password gives the same keys again. */
export interface KdfParameters {
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** In KiB, of 1,024 bytes. */
  readonly memoryKiB: number;
  /** Passes. */
  readonly iterations: number;
  /** Lanes. */
  readonly parallelism: number;
}

/** 64 MiB: the default, and the least that an account may have. */
export const minMemoryKiB = 64 * 1024;

/** 3 passes: the default, and the least that an account may have. */
export const minIterations = 3;

const saltSize = 16;
const maxMemoryKiB = 1024 * 1024;
const maxIterations = 64;

/** The parameters are weaker than the floor, or more than any account has: a server that asks for them is not to be trusted. */
export class UnsafeKdfError extends Error {
  override readonly name = "UnsafeKdfError";
}

/** A fresh salt beside the default costs. */
export const freshKdf = (): KdfParameters & { readonly salt: Bytes } => ({
  salt: randomBytes(saltSize),
  memoryKiB: minMemoryKiB,
  iterations: minIterations,
  parallelism: 1,
});

/**
 * Refuses parameters under which a password must not be hashed: weak ones would make the verifier that the server gets a way to
 * guess the password, huge ones would stop the device.
 * @throws {UnsafeKdfError} Another salt than 16 bytes, less than 64 MiB or 3 passes, over 1 GiB or 64 passes, not 1 lane.
 */
export function refuseUnsafe({ salt, memoryKiB, iterations, parallelism }: KdfParameters): void {
  const within = (value: number, least: number, most: number) => Number.isInteger(value) && value >= least && value <= most;
  if (salt.length !== saltSize) throw new UnsafeKdfError("A salt is 16 bytes.");
  if (!within(memoryKiB, minMemoryKiB, maxMemoryKiB)) throw new UnsafeKdfError("Argon2id takes 64 MiB to 1 GiB.");
  if (!within(iterations, minIterations, maxIterations)) throw new UnsafeKdfError("Argon2id takes 3 to 64 passes.");
  if (parallelism !== 1) throw new UnsafeKdfError("Argon2id takes 1 lane.");
}
