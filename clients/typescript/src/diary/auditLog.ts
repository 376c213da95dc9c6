import * as operations from "../generated/operations.js";
import type { ContentBox } from "./contentBox.js";
import type { Page, PageOptions } from "./entryTypes.js";
import { pageOf } from "./opening.js";
import type { Session } from "./session.js";

/** Something that was done with the account. */
export interface AuditRecord {
  readonly at: string;
  /** Such as SIGNED_IN or ENTRY_PURGED; others may come. */
  readonly action: string;
  /** The session that did it; null where none did, as where an entry's time in the trash was over. */
  readonly session: string | null;
  readonly device: string | null;
  /** Where the request came from, as 203.0.113.0/24. */
  readonly ipPrefix: string | null;
  readonly detail: string | null;
}

type Sent = operations.AuditLogQuery["auditLog"]["edges"][number]["node"];

/** What was done with the account, newest first. */
export async function readAuditLog(session: Session, box: () => ContentBox, options: PageOptions): Promise<Page<AuditRecord>> {
  const { first = 50, after = null } = options;
  const { auditLog } = await session.run(operations.auditLog, { first, after });
  const nodes = auditLog.edges.map((edge) => edge.node);
  return pageOf({ nodes, pageInfo: auditLog.pageInfo }, (node) => open(box(), node));
}

// E2E: a note of the server's, JSON of device, ipPrefix and detail, absent where there is nothing.
async function open(box: ContentBox, { sealedDetail, ...plain }: Sent): Promise<AuditRecord> {
  if (sealedDetail === null) return plain;
  const { device, ipPrefix, detail } = fieldsOf(await box.openNote("", sealedDetail));
  return { ...plain, device: textOf(device), ipPrefix: textOf(ipPrefix), detail: textOf(detail) };
}

function fieldsOf(note: string | null): Record<string, unknown> {
  try {
    const fields: unknown = JSON.parse(note ?? "{}");
    return typeof fields === "object" && fields !== null ? (fields as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
