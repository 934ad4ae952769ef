/** What is done to emails, as patches. All of it can be taken back. */
import type { Id, Mailbox } from "../jmap.ts";
import { type EmailPatch, type EmailRow, keyword, moved } from "../sync/rows.ts";
import { byRole } from "./folders.ts";

export type Deed = {
  readonly patches: Readonly<Record<Id, EmailPatch>>;
  readonly destroys: readonly Id[];
};

function each(rows: readonly EmailRow[], patch: (row: EmailRow) => EmailPatch): Deed {
  const patches: Record<Id, EmailPatch> = {};
  for (const row of rows) {
    const one = patch(row);
    if (Object.keys(one).length > 0) {
      patches[row.id] = one;
    }
  }
  return { patches, destroys: [] };
}

/**
 * Into a folder, out of the one that they were seen in; out of all for the trash and junk, where
 * what lies elsewhere too would only seem to be.
 *
 * @param here the folder whose list they were taken from; undefined for a search
 */
export function moveTo(rows: readonly EmailRow[], to: Mailbox, here: Id | undefined): Deed {
  const wholly = to.role === "trash" || to.role === "junk" || here === undefined;
  return each(rows, (row) => {
    const from = Object.keys(row.mailboxIds).filter(
      (id) => id !== to.id && (wholly || id === here || row.mailboxIds[here] === undefined),
    );
    return row.mailboxIds[to.id] !== undefined && from.length === 0 ? {} : moved(from, [to.id]);
  });
}

export function copyTo(rows: readonly EmailRow[], to: Id): Deed {
  return each(rows, (row) => (row.mailboxIds[to] === undefined ? moved([], [to]) : {}));
}

/** Out of the inbox and the folder that they were seen in, into the archive. */
export function archive(
  rows: readonly EmailRow[],
  mailboxes: readonly Mailbox[],
  here: Id | undefined,
): Deed | undefined {
  const to = byRole(mailboxes, "archive");
  const inbox = byRole(mailboxes, "inbox")?.id;
  return (
    to &&
    each(rows, (row) => {
      const from = Object.keys(row.mailboxIds).filter((id) => id === inbox || id === here);
      const out = from.filter((id) => id !== to.id);
      return out.length === 0 ? {} : moved(out, [to.id]);
    })
  );
}

/** Into the trash; what lies there already, or is a draft, goes for good. */
export function remove(rows: readonly EmailRow[], mailboxes: readonly Mailbox[]): Deed | undefined {
  const trash = byRole(mailboxes, "trash");
  if (trash === undefined) {
    return undefined;
  }
  const gone = rows.filter((row) => row.mailboxIds[trash.id] !== undefined);
  const rest = rows.filter((row) => row.mailboxIds[trash.id] === undefined);
  return { ...moveTo(rest, trash, undefined), destroys: gone.map((row) => row.id) };
}

export function mark(rows: readonly EmailRow[], name: string, there: boolean): Deed {
  return each(rows, (row) =>
    (row.keywords[name] !== undefined) === there ? {} : keyword(name, there),
  );
}

export function isNothing({ patches, destroys }: Deed): boolean {
  return Object.keys(patches).length === 0 && destroys.length === 0;
}
