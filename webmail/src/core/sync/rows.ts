/** What lists show of an email, and patches of it. */
import type { Email, Id } from "../jmap.ts";

export type EmailRow = Pick<
  Email,
  | "id"
  | "threadId"
  | "mailboxIds"
  | "keywords"
  | "size"
  | "receivedAt"
  | "from"
  | "to"
  | "subject"
  | "preview"
  | "hasAttachment"
>;

export const ROW: readonly (keyof EmailRow)[] = [
  "id",
  "threadId",
  "mailboxIds",
  "keywords",
  "size",
  "receivedAt",
  "from",
  "to",
  "subject",
  "preview",
  "hasAttachment",
];

/**
 * A change as Email/set takes it: `keywords/…` and `mailboxIds/…`, each there (true) or not (null).
 * It says what shall be, not what to turn round: to send it twice does no harm.
 */
export type EmailPatch = Readonly<Record<string, true | null>>;

export const keyword = (name: string, there: boolean): EmailPatch => ({
  [`keywords/${name}`]: there || null,
});

/** Out of some mailboxes, into others. */
export function moved(from: readonly Id[], to: readonly Id[]): EmailPatch {
  const patch: Record<string, true | null> = {};
  for (const id of from) {
    patch[`mailboxIds/${id}`] = null;
  }
  for (const id of to) {
    patch[`mailboxIds/${id}`] = true;
  }
  return patch;
}

export function patched(row: EmailRow, patch: EmailPatch): EmailRow {
  const keywords = { ...row.keywords };
  const mailboxIds = { ...row.mailboxIds };
  for (const [path, there] of Object.entries(patch)) {
    const slash = path.indexOf("/");
    const set = path.slice(0, slash) === "keywords" ? keywords : mailboxIds;
    const name = path.slice(slash + 1);
    if (there === null) {
      delete set[name];
    } else {
      set[name] = true;
    }
  }
  return { ...row, keywords, mailboxIds };
}

/** What takes a patch of a row back; only what it really changes. */
export function inverse(row: EmailRow, patch: EmailPatch): EmailPatch {
  const back: Record<string, true | null> = {};
  for (const [path, there] of Object.entries(patch)) {
    const slash = path.indexOf("/");
    const set: Readonly<Record<string, true>> =
      path.slice(0, slash) === "keywords" ? row.keywords : row.mailboxIds;
    const was = set[path.slice(slash + 1)] ?? null;
    if (was !== there) {
      back[path] = was;
    }
  }
  return back;
}

/** Drafts are not counted: nobody has to read what he writes himself. */
export function isUnread(row: EmailRow): boolean {
  return row.keywords["$seen"] === undefined && row.keywords["$draft"] === undefined;
}
