/**
 * What was done here and is not yet what the server says. The view is the server's state with these
 * on top, in their order: an email that was archived is gone at once, and stays gone until the
 * server's own state has it so.
 */
import type { Id, Mailbox } from "../jmap.ts";
import { type EmailPatch, type EmailRow, inverse, isUnread, patched } from "./rows.ts";

/** Something that was done, as it is kept and sent. */
export type Op = {
  /** Later ones have greater ids. */
  readonly id: string;
  /** What it is called, such as `archive`: a key of sentences. */
  readonly deed: string;
  readonly patches: Readonly<Record<Id, EmailPatch>>;
  /** Emails that are removed for good. */
  readonly destroys: readonly Id[];
  /** Sent in its stead: what takes an earlier one back (Email/undo). */
  readonly undoId?: string;
};

let counter = 0;

/** Greater than those before, in this tab; no two tabs have the same. */
export function newOpId(now: number, random: () => number = Math.random): string {
  counter = (counter + 1) % 1_000_000;
  const nth = String(counter).padStart(6, "0");
  const tab = Math.floor(random() * 36 ** 6).toString(36);
  return `${String(now).padStart(14, "0")}-${nth}-${tab}`;
}

export class Pending {
  #ops: readonly Op[] = [];
  /** Which ops touch an email. */
  #touching = new Map<Id, Op[]>();

  get ops(): readonly Op[] {
    return this.#ops;
  }

  get isEmpty(): boolean {
    return this.#ops.length === 0;
  }

  /** Emails that something is done to. */
  ids(): Iterable<Id> {
    return this.#touching.keys();
  }

  touches(id: Id): boolean {
    return this.#touching.has(id);
  }

  find(id: string): Op | undefined {
    return this.#ops.find((op) => op.id === id);
  }

  /** One that is there already, told by another tab, is no second one. */
  add(op: Op): void {
    if (this.find(op.id) === undefined) {
      this.#set([...this.#ops, op].sort((a, b) => (a.id < b.id ? -1 : 1)));
    }
  }

  remove(ids: readonly string[]): void {
    this.#set(this.#ops.filter((op) => !ids.includes(op.id)));
  }

  #set(ops: readonly Op[]): void {
    this.#ops = ops;
    this.#touching = new Map();
    for (const op of ops) {
      for (const id of [...Object.keys(op.patches), ...op.destroys]) {
        const some = this.#touching.get(id);
        if (some === undefined) {
          this.#touching.set(id, [op]);
        } else {
          some.push(op);
        }
      }
    }
  }

  /** An email with all that is done to it; undefined when it is removed. */
  view(row: EmailRow): EmailRow | undefined {
    let now: EmailRow | undefined = row;
    for (const op of this.#touching.get(row.id) ?? []) {
      const patch = op.patches[row.id];
      now = op.destroys.includes(row.id) ? undefined : now && patch ? patched(now, patch) : now;
    }
    return now;
  }

  /** What takes patches back that are about to be made on top of what is here. */
  inverses(
    patches: Readonly<Record<Id, EmailPatch>>,
    row: (id: Id) => EmailRow | undefined,
  ): Record<Id, EmailPatch> {
    const back: Record<Id, EmailPatch> = {};
    for (const [id, patch] of Object.entries(patches)) {
      const known = row(id);
      const now = known && this.view(known);
      if (now !== undefined) {
        back[id] = inverse(now, patch);
      }
    }
    return back;
  }

  /** A mailbox with the numbers that it is going to have. */
  counted(mailbox: Mailbox, row: (id: Id) => EmailRow | undefined): Mailbox {
    let { totalEmails, unreadEmails } = mailbox;
    for (const id of this.#touching.keys()) {
      const before = row(id);
      if (before !== undefined) {
        const after = this.view(before);
        totalEmails += lies(after, mailbox.id) - lies(before, mailbox.id);
        unreadEmails += unread(after, mailbox.id) - unread(before, mailbox.id);
      }
    }
    return {
      ...mailbox,
      totalEmails: Math.max(0, totalEmails),
      unreadEmails: Math.max(0, unreadEmails),
    };
  }
}

function lies(row: EmailRow | undefined, mailbox: Id): number {
  return row?.mailboxIds[mailbox] === undefined ? 0 : 1;
}

function unread(row: EmailRow | undefined, mailbox: Id): number {
  return row !== undefined && isUnread(row) ? lies(row, mailbox) : 0;
}
