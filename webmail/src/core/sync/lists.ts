/** The lists of an account that somebody looks at, and how they come from the server. */
import type { Problem, Reply } from "../api.ts";
import { call, Earlier, get, type Queried, type QueryChanged } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Id } from "../jmap.ts";
import type { Disk } from "./disk.ts";
import { List, type Query, type Span, WINDOW } from "./list.ts";
import { type Mirror, NOTHING, type ThreadIds } from "./mirror.ts";
import type { Pending } from "./pending.ts";
import { type EmailRow, ROW } from "./rows.ts";
import { Shown } from "./shown.ts";

/** Emails of conversations that are asked for at once. */
const MEMBERS = 500;

export type Around = {
  readonly accountId: Id;
  readonly send: Send;
  readonly disk: Disk | undefined;
  readonly mirror: Mirror;
  readonly pending: Pending;
  readonly now: () => number;
  readonly changed: () => void;
  readonly failed: (problem: Problem) => void;
  /** A list may be older than all else: another round tells. */
  readonly behind: () => void;
};

export class Lists {
  readonly #around: Around;
  readonly #open = new Map<string, OpenList>();

  constructor(around: Around) {
    this.#around = around;
  }

  open(query: Query): OpenList {
    const key = JSON.stringify(query);
    const known = this.#open.get(key);
    if (known !== undefined) {
      known.holders++;
      return known;
    }
    const { mirror, pending } = this.#around;
    const open = new OpenList(key, query, {
      load: (list, span) => this.#load(list, span),
      shown: (list) =>
        new Shown(list, pending, {
          row: (id) => mirror.row(id),
          thread: (id) => mirror.thread(id),
        }),
      closed: () => this.#open.delete(key),
    });
    this.#open.set(key, open);
    void this.#seed(open);
    return open;
  }

  /** Those that the server has told of once. */
  get answered(): readonly List[] {
    return [...this.#open.values()]
      .map((one) => one.list)
      .filter((list) => list.total !== undefined);
  }

  /** Shows what the last visit left, until the server has answered. */
  async #seed(open: OpenList): Promise<void> {
    const { disk, mirror, changed } = this.#around;
    const kept = await disk?.list(open.key).catch(() => undefined);
    if (kept === undefined || open.isThere) {
      return;
    }
    const rows = kept.rows.filter((row) => mirror.row(row.id) === undefined);
    const threads = kept.threads.filter((one) => mirror.thread(one.id) === undefined);
    mirror.apply({
      mailboxes: NOTHING,
      rows: { put: rows, gone: [] },
      threads: { put: threads, gone: [] },
    });
    open.list.seed(kept.list.ids, kept.list.total);
    changed();
  }

  /** What a round has told of lists. */
  change(told: ReadonlyMap<List, QueryChanged | "anew">): void {
    for (const [list, change] of told) {
      if (change === "anew") {
        continue;
      }
      if (change.oldQueryState === list.queryState) {
        list.change(change);
        this.#keep(list);
      } else {
        this.#around.behind(); // it was asked for anew while the round was under way
      }
    }
  }

  /** Asks for the beginning of lists; what was known of the rest is asked for when it is seen. */
  async refresh(lists: readonly List[]): Promise<void> {
    await Promise.all(lists.map((list) => this.#anew(list)));
  }

  async #anew(list: List): Promise<void> {
    const answer = await this.#query(list, { from: 0, to: WINDOW });
    if (answer !== undefined) {
      list.restart(answer);
      this.#keep(list);
      this.#around.changed();
    }
  }

  /** @return whether the span is there now */
  async #load(list: List, span: Span): Promise<boolean> {
    const answer = await this.#query(list, span);
    if (answer === undefined) {
      return false;
    }
    const first = list.total === undefined;
    if (!list.take(answer)) {
      await this.#anew(list); // it has changed meanwhile
    } else if (first) {
      this.#around.behind(); // a round that was under way did not know of it
    }
    this.#keep(list);
    this.#around.changed();
    return true;
  }

  async #query(list: List, span: Span): Promise<Queried | undefined> {
    const { accountId, send } = this.#around;
    const { filter, sort, collapseThreads } = list.query;
    const asked = { accountId, filter, sort, collapseThreads, calculateTotal: true };
    const [queried, emails, threads] = await send(
      call<Queried>("Email/query", { ...asked, position: span.from, limit: span.to - span.from }),
      get<EmailRow>("Email", accountId, new Earlier(0, "/ids"), { properties: ROW }),
      get<ThreadIds>("Thread", accountId, new Earlier(1, "/list/*/threadId")),
    );
    if (queried.kind === "problem") {
      this.#around.failed(queried.problem);
      return undefined;
    }
    if (emails.kind === "problem") {
      this.#around.failed(emails.problem);
      return undefined;
    }
    const found = threads.kind === "ok" ? threads.value.list : [];
    await this.#learn(emails.value.list, found);
    void this.#members(found);
    return queried.value;
  }

  /** What others of conversations are. */
  async #members(threads: readonly ThreadIds[]): Promise<void> {
    const { accountId, send, mirror, changed } = this.#around;
    const ids = threads
      .flatMap((thread) => thread.emailIds)
      .filter((id) => mirror.row(id) === undefined);
    for (let i = 0; i < ids.length; i += MEMBERS) {
      const part = ids.slice(i, i + MEMBERS);
      const [reply] = await send(get<EmailRow>("Email", accountId, part, { properties: ROW }));
      if (reply.kind === "ok") {
        await this.#learn(reply.value.list, []);
        changed();
      }
    }
  }

  async #learn(rows: readonly EmailRow[], threads: readonly ThreadIds[]): Promise<void> {
    const delta = {
      mailboxes: NOTHING,
      rows: { put: rows, gone: [] },
      threads: { put: threads, gone: [] },
    };
    this.#around.mirror.apply(delta);
    await this.#around.disk?.apply(delta).catch(() => undefined);
  }

  async fetch(ids: readonly Id[]): Promise<Reply<readonly EmailRow[]>> {
    const { accountId, send, changed } = this.#around;
    const [reply] = await send(get<EmailRow>("Email", accountId, ids, { properties: ROW }));
    if (reply.kind === "problem") {
      return reply;
    }
    await this.#learn(reply.value.list, []);
    changed();
    return { kind: "ok", value: reply.value.list };
  }

  async fetchThread(id: Id): Promise<void> {
    const { accountId, send, changed } = this.#around;
    const [reply] = await send(get<ThreadIds>("Thread", accountId, [id]));
    if (reply.kind === "ok") {
      await this.#learn([], reply.value.list);
      await this.#members(reply.value.list);
      changed();
    }
  }

  #keep(list: List): void {
    const key = JSON.stringify(list.query);
    const { disk, now } = this.#around;
    const ids = list.first(WINDOW);
    void disk
      ?.keepList({ key, ids, total: list.total ?? ids.length, at: now() })
      .catch(() => undefined);
  }
}

type Doing = {
  readonly load: (list: List, span: Span) => Promise<boolean>;
  readonly shown: (list: List) => Shown;
  readonly closed: () => void;
};

/** A list that somebody looks at. */
export class OpenList {
  readonly key: string;
  readonly list: List;
  readonly #doing: Doing;
  readonly #loading = new Set<number>();
  /** How many look at it. */
  holders = 1;

  constructor(key: string, query: Query, doing: Doing) {
    this.key = key;
    this.list = new List(query);
    this.#doing = doing;
  }

  /** As it is now. */
  get shown(): Shown {
    return this.#doing.shown(this.list);
  }

  /** Whether the server has answered once. */
  get isThere(): boolean {
    return this.list.total !== undefined;
  }

  /**
   * Asks for what is seen and not there; what is being asked for is not asked for again.
   *
   * @param span places as they are shown
   */
  need(span: Span): void {
    const { shown } = this;
    const from = shown.serverPlace(span.from);
    const to = shown.serverPlace(Math.max(span.from, span.to - 1)) + 1;
    const missing = this.list.missing({ from, to });
    if (missing !== undefined && !this.#loading.has(missing.from)) {
      this.#loading.add(missing.from);
      void this.#doing.load(this.list, missing).then((there) => {
        this.#loading.delete(missing.from);
        if (there) {
          this.need(span);
        }
      });
    }
  }

  close(): void {
    this.holders--;
    if (this.holders === 0) {
      this.#doing.closed();
    }
  }
}
