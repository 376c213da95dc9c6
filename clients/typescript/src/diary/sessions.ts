import * as operations from "../generated/operations.js";
import { accepted } from "./errors.js";
import type { Owner } from "./owner.js";
import type { Session } from "./session.js";

/** A device that is signed in. */
export interface DiarySession {
  readonly id: string;
  /** Whether it is the one that asks. */
  readonly current: boolean;
  /** Null where the name did not open. */
  readonly device: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
}

/** Where the account is signed in. */
export class Sessions {
  readonly #session: Session;
  readonly #owner: () => Owner;

  /** Made by DiaryClient. */
  constructor(session: Session, owner: () => Owner) {
    [this.#session, this.#owner] = [session, owner];
  }

  /** All of them. */
  async list(): Promise<DiarySession[]> {
    const { me } = await this.#session.run(operations.sessions, {});
    const { box } = this.#owner();
    return Promise.all(
      me.sessions.map(async ({ device, sealedDevice, ...rest }) => ({ ...rest, device: await box.openNote(device, sealedDevice) })),
    );
  }

  /** Ends one; how many ended. */
  async revoke(id: string): Promise<number> {
    return accepted((await this.#session.run(operations.revokeSession, { id })).revokeSession).ended;
  }

  /** Ends all but this one; how many ended. */
  async revokeOthers(): Promise<number> {
    return accepted((await this.#session.run(operations.revokeOtherSessions, {})).revokeOtherSessions).ended;
  }
}
