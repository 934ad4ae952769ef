/**
 * A list as it is shown: what the server has, without what was moved out here, and with what was
 * put back here. Nothing else moves.
 */
import type { Id } from "../jmap.ts";
import type { List } from "./list.ts";
import type { Pending } from "./pending.ts";
import type { EmailRow } from "./rows.ts";

export type Known = {
  /** As the server has it. */
  readonly row: (id: Id) => EmailRow | undefined;
  /** Emails of a thread, the oldest first. */
  readonly thread: (id: Id) => readonly Id[] | undefined;
};

type Guest = { readonly before: number; readonly id: Id };

export class Shown {
  readonly #list: List;
  /** Places of the server's list that are not shown, ascending. */
  readonly #hidden: readonly number[];
  /** Emails that the server's list does not have yet, and before which of its places they stand. */
  readonly #guests: readonly Guest[];

  constructor(list: List, pending: Pending, known: Known) {
    this.#list = list;
    const mailbox = mailboxOf(list);
    if (pending.isEmpty || mailbox === undefined) {
      this.#hidden = [];
      this.#guests = [];
      return;
    }
    const eye = { list, pending, known, mailbox };
    const [gone, come] = sorted(eye);
    this.#hidden = list.places(gone);
    this.#guests = guests(eye, come);
  }

  /** How many there are; undefined until the first answer. */
  get length(): number | undefined {
    const { length } = this.#list;
    return length === undefined
      ? undefined
      : Math.max(0, length - this.#hidden.length + this.#guests.length);
  }

  /** The email at a place; undefined when it has to be asked for. */
  at(index: number): Id | undefined {
    const place = this.#place(index);
    return typeof place === "number" ? this.#list.idAt(place) : place.id;
  }

  /** The place in the server's list, for what has to be asked for. */
  serverPlace(index: number): number {
    const place = this.#place(index);
    return typeof place === "number" ? place : place.before;
  }

  #place(index: number): number | Guest {
    let left = index;
    for (const [nth, guest] of this.#guests.entries()) {
      const at = this.#shownPlace(guest.before) + nth;
      if (at === index) {
        return guest;
      }
      left -= at < index ? 1 : 0;
    }
    let place = left;
    for (const hidden of this.#hidden) {
      if (hidden > place) {
        break;
      }
      place++;
    }
    return place;
  }

  #shownPlace(place: number): number {
    return place - this.#hidden.filter((hidden) => hidden < place).length;
  }

  /** Where an email is shown; undefined when it is not, or nobody knows. */
  indexOf(id: Id): number | undefined {
    const guest = this.#guests.findIndex((one) => one.id === id);
    if (guest >= 0) {
      return this.#shownPlace(this.#guests[guest]?.before ?? 0) + guest;
    }
    const [place] = this.#list.places(new Set([id]));
    if (place === undefined || this.#hidden.includes(place)) {
      return undefined;
    }
    const before = this.#guests.filter((one) => one.before <= place).length;
    return this.#shownPlace(place) + before;
  }
}

type Eye = {
  readonly list: List;
  readonly pending: Pending;
  readonly known: Known;
  readonly mailbox: Id;
};

/** The mailbox that a list is of; only there it is known what is in it and what is not. */
function mailboxOf(list: List): Id | undefined {
  const { filter } = list.query;
  const id = filter?.["inMailbox"];
  return typeof id === "string" ? id : undefined;
}

/** Of what is being changed: what leaves the list, and what comes. */
function sorted({ list, pending, known, mailbox }: Eye): [gone: Set<Id>, come: EmailRow[]] {
  const gone = new Set<Id>();
  const come: EmailRow[] = [];
  const seen = new Set<Id>();
  for (const id of pending.ids()) {
    const row = known.row(id);
    if (row === undefined) {
      continue;
    }
    const before = row.mailboxIds[mailbox] !== undefined;
    const after = pending.view(row)?.mailboxIds[mailbox] !== undefined;
    if (!list.query.collapseThreads) {
      if (before && !after) {
        gone.add(id);
      } else if (after && !before) {
        come.push(row);
      }
    } else if (before !== after && !seen.has(row.threadId)) {
      seen.add(row.threadId);
      sortThread(row, { list, pending, known, mailbox }, gone, come);
    }
  }
  return [gone, come];
}

/** A thread stands in a list once, as long as anything of it lies there. */
function sortThread(row: EmailRow, eye: Eye, gone: Set<Id>, come: EmailRow[]): void {
  const { pending, known, mailbox } = eye;
  const rows = (known.thread(row.threadId) ?? [row.id])
    .map((id) => known.row(id))
    .filter((one) => one !== undefined);
  const before = rows.filter((one) => one.mailboxIds[mailbox] !== undefined);
  const after = rows.filter((one) => pending.view(one)?.mailboxIds[mailbox] !== undefined);
  const last = after.at(-1);
  if (last === undefined) {
    for (const one of before) {
      gone.add(one.id);
    }
  } else if (before.length === 0) {
    come.push(last);
  }
}

/** Where they will stand, by their time; of lists in another order only at the top. */
function guests({ list, known }: Eye, come: readonly EmailRow[]): Guest[] {
  const first = list.query.sort[0];
  const there = list.places(new Set(come.map((row) => row.id)));
  const known_ = new Set(there.map((place) => list.idAt(place)));
  return come
    .filter((row) => !known_.has(row.id))
    .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1))
    .map((row) => ({ id: row.id, before: byTime(list, known, row, first?.property) }));
}

function byTime(list: List, known: Known, row: EmailRow, property: string | undefined): number {
  if (property !== "receivedAt" || list.query.sort[0]?.isAscending === true) {
    return 0;
  }
  const total = list.total ?? 0;
  for (let i = 0; i < total; i++) {
    const id = list.idAt(i);
    const other = id === undefined ? undefined : known.row(id);
    if (other === undefined || other.receivedAt < row.receivedAt) {
      return i;
    }
  }
  return total;
}
