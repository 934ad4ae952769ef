/** Mailboxes as people see them: a tree, those with a meaning first. */
import type { Id, Mailbox } from "../jmap.ts";

export type Folder = {
  readonly mailbox: Mailbox;
  readonly children: readonly Folder[];
  /** 0 at the top. */
  readonly depth: number;
};

export type Role = "inbox" | "drafts" | "sent" | "archive" | "junk" | "trash";

const FIRST: readonly string[] = ["inbox", "drafts", "sent", "archive", "junk", "trash"];

/** A tree deeper than that is drawn flat: nobody has such, but an import may bring it. */
const DEEPEST = 20;

export function tree(mailboxes: readonly Mailbox[], language: string): Folder[] {
  const there = new Set(mailboxes.map((one) => one.id));
  const below = new Map<Id | null, Mailbox[]>();
  for (const one of mailboxes) {
    const parent = one.parentId !== null && there.has(one.parentId) ? one.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), one]);
  }
  const order = new Intl.Collator(language, { numeric: true });
  const branch = (parent: Id | null, depth: number): Folder[] =>
    depth > DEEPEST
      ? []
      : [...(below.get(parent) ?? [])]
          .sort(
            (a, b) =>
              place(a) - place(b) || a.sortOrder - b.sortOrder || order.compare(a.name, b.name),
          )
          .map((mailbox) => ({ mailbox, depth, children: branch(mailbox.id, depth + 1) }));
  return branch(null, 0);
}

function place({ role }: Mailbox): number {
  const nth = FIRST.indexOf(role ?? "");
  return nth < 0 ? FIRST.length : nth;
}

/** All folders in the order in which they stand, without those below closed ones. */
export function flat(
  folders: readonly Folder[],
  isOpen: (id: Id) => boolean = () => true,
): Folder[] {
  return folders.flatMap((one) => [
    one,
    ...(isOpen(one.mailbox.id) ? flat(one.children, isOpen) : []),
  ]);
}

export function byRole(mailboxes: readonly Mailbox[], role: Role): Mailbox | undefined {
  return mailboxes.find((one) => one.role === role);
}

/** The names from the top down. */
export function path(mailboxes: readonly Mailbox[], id: Id): Mailbox[] {
  const found: Mailbox[] = [];
  for (
    let one = mailboxes.find((box) => box.id === id);
    one !== undefined && !found.includes(one);
    one = mailboxes.find((box) => box.id === found[0]?.parentId)
  ) {
    found.unshift(one);
  }
  return found;
}
