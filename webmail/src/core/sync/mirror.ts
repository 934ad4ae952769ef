/** What the server has, as far as it is known here, at one state of each type. */
import type { Id, Mailbox } from "../jmap.ts";
import type { EmailRow } from "./rows.ts";

export type States = {
  readonly Mailbox: string;
  readonly Email: string;
  readonly Thread: string;
};

export type ThreadIds = { readonly id: Id; readonly emailIds: readonly Id[] };

type News<T> = { readonly put: readonly T[]; readonly gone: readonly Id[] };

/** What has become known: kept on disk in one go and told to the other tabs as it is. */
export type Delta = {
  /** Those that it leads to; without, it only adds what was not known. */
  readonly states?: States;
  /** All that was known before counts no more. */
  readonly anew?: boolean;
  readonly mailboxes: News<Mailbox>;
  readonly rows: News<EmailRow>;
  readonly threads: News<ThreadIds>;
};

export const NOTHING = { put: [], gone: [] } as const;

export class Mirror {
  states: States | undefined;
  mailboxes: ReadonlyMap<Id, Mailbox> = new Map();
  readonly #rows = new Map<Id, EmailRow>();
  readonly #threads = new Map<Id, readonly Id[]>();

  row(id: Id): EmailRow | undefined {
    return this.#rows.get(id);
  }

  thread(id: Id): readonly Id[] | undefined {
    return this.#threads.get(id);
  }

  apply(delta: Delta): void {
    if (delta.anew === true) {
      this.#rows.clear();
      this.#threads.clear();
    }
    this.states = delta.states ?? this.states;
    const { put, gone } = delta.mailboxes;
    if (put.length > 0 || gone.length > 0 || delta.anew === true) {
      const all = new Map(delta.anew === true ? [] : this.mailboxes);
      for (const one of put) {
        all.set(one.id, one);
      }
      for (const id of gone) {
        all.delete(id);
      }
      this.mailboxes = all;
    }
    for (const row of delta.rows.put) {
      this.#rows.set(row.id, row);
    }
    for (const id of delta.rows.gone) {
      this.#rows.delete(id);
    }
    for (const { id, emailIds } of delta.threads.put) {
      this.#threads.set(id, emailIds);
    }
    for (const id of delta.threads.gone) {
      this.#threads.delete(id);
    }
  }
}
