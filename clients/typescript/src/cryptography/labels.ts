import { utf8 } from "./bytes.js";

/**
 * Every domain-separation label of version 1 that a client uses, in one place: two uses never share one. All are ASCII, and none may
 * ever change.
 */
export const labels = {
  // Under the content key of one envelope, or of one file.
  body: utf8("diary.v1.body"),
  media: utf8("diary.v1.media"),
  capsule: utf8("diary.v1.capsule"),

  // Under what Argon2id makes of the password.
  passwordAuthentication: utf8("diary.v1.e2e.auth"),
  passwordWrapping: utf8("diary.v1.e2e.wrap"),

  // Under the account's private key.
  writePsk: utf8("diary.v1.write-psk"),
  writePskId: utf8("diary.v1.write"),
  indexRoot: utf8("diary.v1.index-root"),

  // Under the index root.
  indexPrefix: "diary.v1.index.",
  tag: utf8("diary.v1.tag"),
  tagName: utf8("diary.v1.tag-name"),
  fingerprint: utf8("diary.v1.fingerprint"),
  vocabulary: utf8("diary.v1.vocabulary"),
  mediaName: utf8("diary.v1.media-name"),
  moodPrefix: utf8("mood:"),

  // Under a recovery code.
  recoveryAuthentication: utf8("diary.v1.recovery.auth"),
  recoveryWrapping: utf8("diary.v1.recovery.wrap"),

  // Elsewhere.
  bundle: utf8("diary.v1.bundle"),
  name: utf8("diary.v1.name"),
  note: utf8("diary.v1.note"),
} as const;
