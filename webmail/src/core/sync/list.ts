/**
 * A list of emails as the server has it: where each stands, as far as that was asked for. Of a
 * hundred thousand only what is looked at is here, and the length is always that of all.
 */
import type { Queried, QueryChanged } from "../jmap/calls.ts";
import type { Id } from "../jmap.ts";

export type Comparator = { readonly property: string; readonly isAscending: boolean } & Readonly<
  Record<string, unknown>
>;

export type Query = {
  readonly filter: Readonly<Record<string, unknown>> | null;
  readonly sort: readonly Comparator[];
  readonly collapseThreads: boolean;
};

export type Span = { readonly from: number; readonly to: number };

/** So many are asked for at once. */
export const WINDOW = 50;

export class List {
  readonly query: Query;
  /** Undefined until the first answer. */
  total: number | undefined;
  queryState = "";
  canCalculate = false;
  searched: { readonly done: number; readonly total: number } | undefined;
  #ids: (Id | undefined)[] = [];
  /** Shown where they were, until they were asked for again. */
  readonly #stale = new Set<Id>();

  constructor(query: Query) {
    this.query = query;
  }

  idAt(index: number): Id | undefined {
    return this.#ids[index];
  }

  /** The places of some emails, in ascending order. */
  places(ids: ReadonlySet<Id>): number[] {
    const found: number[] = [];
    for (let i = 0; i < this.#ids.length && found.length < ids.size; i++) {
      const id = this.#ids[i];
      if (id !== undefined && ids.has(id)) {
        found.push(i);
      }
    }
    return found;
  }

  /** The next part that has to be asked for so that a span is there; undefined when it is. */
  missing(span: Span): Span | undefined {
    const end = Math.min(span.to, this.total ?? span.to);
    if (this.total === undefined) {
      return { from: 0, to: WINDOW };
    }
    for (let i = Math.max(0, span.from); i < end; i++) {
      const id = this.#ids[i];
      if (id === undefined || this.#stale.has(id)) {
        const from = Math.floor(i / WINDOW) * WINDOW;
        return { from, to: from + WINDOW };
      }
    }
    return undefined;
  }

  /**
   * Takes an answer of Email/query.
   *
   * @return false when it is of another state than what is here: the places would not fit
   */
  take(answer: Queried): boolean {
    if (this.total !== undefined && this.queryState !== answer.queryState) {
      return false;
    }
    this.queryState = answer.queryState;
    this.canCalculate = answer.canCalculateChanges;
    this.searched = answer.searched;
    this.total = answer.total ?? answer.position + answer.ids.length;
    this.#ids.length = this.total;
    const moved = new Set(answer.ids.filter((id) => this.#stale.delete(id)));
    for (const place of this.places(moved)) {
      this.#ids[place] = undefined;
    }
    answer.ids.forEach((id, i) => {
      this.#ids[answer.position + i] = id;
    });
    return true;
  }

  /** Takes an answer of Email/queryChanges (RFC 8620 section 5.6). */
  change(answer: QueryChanged): void {
    const removed = new Set(answer.removed);
    const places = this.places(removed);
    const gap = this.#ids.length === 0 ? 0 : this.#gap();
    // Where some stood that nobody looked at: nobody knows, so what comes after is asked for again.
    const sure = places.length === removed.size ? this.#ids.length : gap;
    for (let i = sure; i < this.#ids.length; i++) {
      const id = this.#ids[i];
      if (id !== undefined && !removed.has(id)) {
        this.#stale.add(id);
      }
    }
    for (const index of places.reverse()) {
      this.#ids.splice(index, 1);
    }
    for (const { id, index } of [...answer.added].sort((a, b) => a.index - b.index)) {
      this.#stale.delete(id);
      if (index > this.#ids.length) {
        this.#ids.length = index;
      }
      this.#ids.splice(index, 0, id);
    }
    for (const id of removed) {
      this.#stale.delete(id);
    }
    for (const { id } of answer.added) {
      this.#stale.delete(id);
    }
    this.total = answer.total ?? this.#ids.length;
    this.#ids.length = this.total;
    this.queryState = answer.newQueryState;
  }

  /** The first place of which nothing sure is known. */
  #gap(): number {
    const gap = this.#ids.findIndex((id) => id === undefined || this.#stale.has(id));
    return gap < 0 ? this.#ids.length : gap;
  }

  /**
   * Begins anew with an answer of Email/query, when the server cannot say what has changed. What
   * was known elsewhere is shown until it was asked for again.
   */
  restart(answer: Queried): void {
    for (const id of this.#ids) {
      if (id !== undefined) {
        this.#stale.add(id);
      }
    }
    this.total = undefined;
    this.take(answer);
  }

  /** What was there at the last visit, shown until the server has answered. */
  seed(ids: readonly Id[], total: number): void {
    if (this.total === undefined && this.#ids.length === 0) {
      this.#ids = [...ids];
      this.#ids.length = Math.max(total, ids.length);
      for (const id of ids) {
        this.#stale.add(id);
      }
      this.#seeded = this.#ids.length;
    }
  }

  #seeded: number | undefined;

  /** How many there are, as far as that is known. */
  get length(): number | undefined {
    return this.total ?? this.#seeded;
  }

  /** The first ones, for the next start of the page. */
  first(count: number): Id[] {
    const gap = this.#ids.slice(0, count).indexOf(undefined);
    return this.#ids.slice(0, gap < 0 ? count : gap).filter((id) => id !== undefined);
  }
}
