/**
 * One account as the page has it: what the server says, what was done here on top, lists of it, and
 * the talk that keeps all of it as it is now.
 */
import type { Problem, Reply } from "../api.ts";
import { get } from "../jmap/calls.ts";
import { isPassing, type Send } from "../jmap/client.ts";
import type { Id, Mailbox } from "../jmap.ts";
import type { Disk } from "./disk.ts";
import type { List, Query } from "./list.ts";
import { Lists, type OpenList } from "./lists.ts";
import { type Delta, Mirror, NOTHING, type States, type ThreadIds } from "./mirror.ts";
import { newOpId, type Op, Pending } from "./pending.ts";
import { type Next, type Outcome, round } from "./round.ts";
import { type EmailPatch, type EmailRow, ROW } from "./rows.ts";
import type { Message, Tabs } from "./tabs.ts";

/** The most of one request; what is left goes with the next. */
const OPS_AT_ONCE = 16;

/** Waits between tries when the server is not reached: it doubles. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

export type Line = "starting" | "online" | "offline";

export type Options = {
  readonly id: Id;
  readonly send: Send;
  /** Undefined where the browser keeps nothing. */
  readonly disk: Disk | undefined;
  readonly tabs: (hears: { lead: () => void; hear: (message: Message) => void }) => Tabs;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Something that was done could not be: it is taken back, and people are told. */
  readonly failed: (op: Op, problem: Problem) => void;
  /** The server does not answer this page any more, and waiting does not help. */
  readonly lost: (problem: Problem) => void;
};

export class Account {
  readonly id: Id;
  readonly #options: Options;
  readonly #mirror = new Mirror();
  readonly #pending = new Pending();
  readonly #listeners = new Set<() => void>();
  readonly #lists: Lists;
  readonly #undoIds = new Map<string, string>();
  readonly #tabs: Tabs;
  #line: Line = "starting";
  #lastSync = 0;
  #running: Promise<void> | undefined;
  #again = false;
  #wait = FIRST_WAIT_MS;
  #isWaiting = false;
  #closed = false;

  constructor(options: Options) {
    this.id = options.id;
    this.#options = options;
    this.#lists = new Lists({
      accountId: options.id,
      send: options.send,
      disk: options.disk,
      mirror: this.#mirror,
      pending: this.#pending,
      now: options.now,
      changed: () => this.#changed(),
      failed: (problem) => this.#unreached(problem),
      behind: () => void this.sync(),
    });
    this.#tabs = options.tabs({
      lead: () => void this.sync(),
      hear: (message) => this.#hear(message),
    });
  }

  /** Shows what the last visit left, then what there is; done when that is there. */
  async start(): Promise<void> {
    await this.restore();
    await this.#running;
  }

  /** Shows what the last visit left, and has what there is on its way. */
  async restore(): Promise<void> {
    const kept = await this.#options.disk?.start().catch(() => undefined);
    if (kept?.states !== undefined && this.#mirror.states === undefined) {
      this.#mirror.apply({
        states: kept.states,
        mailboxes: { put: kept.mailboxes, gone: [] },
        rows: NOTHING,
        threads: NOTHING,
      });
    }
    for (const op of kept?.ops ?? []) {
      this.#pending.add(op);
    }
    // First what there is, then the lists that listeners open: all of it goes in one request.
    void this.sync();
    this.#changed();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }

  // What there is.

  get line(): Line {
    return this.#line;
  }

  /** When all was as the server has it, in milliseconds since 1970; 0 for never. */
  get lastSync(): number {
    return this.#lastSync;
  }

  /** What is done here and not at the server yet. */
  get waiting(): number {
    return this.#pending.ops.length;
  }

  /** With the numbers that they are going to have. */
  get mailboxes(): readonly Mailbox[] {
    const row = (id: Id) => this.#mirror.row(id);
    return [...this.#mirror.mailboxes.values()].map((one) => this.#pending.counted(one, row));
  }

  /** An email as it is shown; undefined when it is not known, or removed. */
  row(id: Id): EmailRow | undefined {
    const row = this.#mirror.row(id);
    return row && this.#pending.view(row);
  }

  /** The emails of a thread that are known, the oldest first. */
  thread(id: Id): EmailRow[] {
    return (this.#mirror.thread(id) ?? [])
      .map((one) => this.row(one))
      .filter((row) => row !== undefined);
  }

  /** A list that stays as the server has it until it is closed. */
  open(query: Query): OpenList {
    return this.#lists.open(query);
  }

  // What is done.

  /**
   * Does something to emails: it shows at once, and is at the server as soon as that can be.
   *
   * @return what was done, to be taken back by its id
   */
  act(
    deed: string,
    patches: Readonly<Record<Id, EmailPatch>>,
    destroys: readonly Id[] = [],
  ): { readonly id: string; readonly undo: () => void } {
    const inverses = this.#pending.inverses(patches, (id) => this.#mirror.row(id));
    const op: Op = { id: newOpId(this.#options.now()), deed, patches, destroys };
    this.#do(op);
    return { id: op.id, undo: () => this.#takeBack(op, inverses) };
  }

  #do(op: Op): void {
    this.#pending.add(op);
    this.#tabs.tell({ kind: "did", op });
    this.#changed();
    // It is kept before it is sent: a tab that dies meanwhile loses nothing.
    const kept = this.#options.disk?.keepOp(op) ?? Promise.resolve();
    void kept.catch(() => undefined).then(() => this.sync());
  }

  /** What has not left yet is dropped; what the server has done, it is told to undo. */
  #takeBack(op: Op, inverses: Readonly<Record<Id, EmailPatch>>): void {
    if (this.#pending.find(op.id) !== undefined && !this.#sending.has(op.id)) {
      this.#drop([op.id]);
      this.#tabs.tell({ kind: "tookBack", ids: [op.id] });
      return;
    }
    const base = { id: newOpId(this.#options.now()), deed: "undo", destroys: [] };
    const undoId = this.#undoIds.get(op.id);
    if (undoId === undefined && op.destroys.length > 0) {
      this.#undoLater.set(op.id, () => this.#takeBack(op, inverses));
      return;
    }
    this.#do(
      undoId === undefined
        ? { ...base, patches: inverses }
        : { ...base, patches: inverses, undoId },
    );
  }

  /** What is to be undone once it is known how: its answer is on the way. */
  readonly #undoLater = new Map<string, () => void>();
  readonly #sending = new Set<string>();

  #drop(ids: readonly string[]): void {
    this.#pending.remove(ids);
    void this.#options.disk?.dropOps(ids).catch(() => undefined);
    this.#changed();
  }

  // The talk with the server.

  /** Makes all as the server has it; calls that come meanwhile are done together, after it. */
  sync(): Promise<void> {
    if (this.#closed) {
      return Promise.resolve();
    }
    if (!this.#tabs.isLeader && this.#mirror.states !== undefined) {
      this.#tabs.tell({ kind: "syncWanted" });
      return Promise.resolve();
    }
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#rounds().finally(() => {
      this.#running = undefined;
      if (this.#again) {
        this.#again = false;
        void this.sync();
      }
    });
    return this.#running;
  }

  async #rounds(): Promise<void> {
    for (let more = true; more; ) {
      this.#again = false;
      const reply = this.#mirror.states === undefined ? await this.#begin() : await this.#round();
      if (reply.kind === "problem") {
        await this.#failed(reply.problem);
        return;
      }
      this.#wait = FIRST_WAIT_MS;
      this.#line = "online";
      this.#lastSync = this.#options.now();
      this.#changed();
      if (reply.value === "later") {
        this.#later();
        return;
      }
      more = reply.value === "more" || this.#pending.ops.length > 0 || this.#again;
    }
    this.#again = false;
  }

  async #failed(problem: Problem): Promise<void> {
    if (problem.key === "jmap.cannotCalculateChanges") {
      this.#mirror.states = undefined; // begin anew; what is shown stays meanwhile
      this.#again = true;
      return;
    }
    this.#unreached(problem);
    if (isPassing(problem)) {
      this.#later();
    }
  }

  #later(): void {
    if (!this.#isWaiting) {
      this.#isWaiting = true;
      const wait = this.#wait;
      this.#wait = Math.min(LONGEST_WAIT_MS, wait * 2);
      void this.#options.wait(wait).then(() => {
        this.#isWaiting = false;
        return this.sync();
      });
    }
  }

  #unreached(problem: Problem): void {
    this.#line = isPassing(problem) ? "offline" : this.#line;
    if (!isPassing(problem)) {
      this.#options.lost(problem);
    }
    this.#changed();
  }

  /** What there is when nothing is known, or can be known of what has changed since. */
  async #begin(): Promise<Reply<Next>> {
    const { send } = this.#options;
    const [emails, threads, mailboxes] = await send(
      get<EmailRow>("Email", this.id, [], { properties: ROW }),
      get<ThreadIds>("Thread", this.id, []),
      get<Mailbox>("Mailbox", this.id, null),
    );
    for (const one of [emails, threads, mailboxes]) {
      if (one.kind === "problem") {
        return one;
      }
    }
    if (emails.kind === "ok" && threads.kind === "ok" && mailboxes.kind === "ok") {
      const states: States = {
        Email: emails.value.state,
        Thread: threads.value.state,
        Mailbox: mailboxes.value.state,
      };
      const all = { put: mailboxes.value.list, gone: [] };
      const older = this.#lists.answered;
      await this.#take({ states, anew: true, mailboxes: all, rows: NOTHING, threads: NOTHING }, []);
      await this.#lists.refresh(older);
    }
    return { kind: "ok", value: "done" };
  }

  async #round(): Promise<Reply<Next>> {
    const { states } = this.#mirror;
    if (states === undefined) {
      return { kind: "ok", value: "more" };
    }
    const ops = this.#pending.ops.slice(0, OPS_AT_ONCE);
    for (const op of ops) {
      this.#sending.add(op.id);
    }
    const { answered } = this.#lists;
    const known = (id: Id) => this.#mirror.row(id) !== undefined;
    const reply = await round(this.#options.send, this.id, states, ops, answered, known);
    if (reply.kind === "problem") {
      this.#sending.clear();
      return reply;
    }
    const { delta, outcomes, lists } = reply.value;
    this.#lists.change(lists);
    await this.#take(delta, outcomes);
    const moved = delta.rows.put.length + delta.rows.gone.length > 0;
    const anew = (list: List) => lists.get(list) === "anew" || (!lists.has(list) && moved);
    await this.#lists.refresh(answered.filter(anew));
    return { kind: "ok", value: reply.value.next };
  }

  /** Takes what a round brought, all of it at once, and tells the other tabs. */
  async #take(delta: Delta, outcomes: readonly Outcome[]): Promise<void> {
    this.#tabs.tell({ kind: "round", delta, outcomes });
    this.#settle(delta, outcomes);
    const done = outcomes.map((one) => one.id);
    await this.#options.disk?.apply(delta, done).catch(() => undefined);
  }

  #settle(delta: Delta, outcomes: readonly Outcome[]): void {
    this.#mirror.apply(delta);
    const ops = outcomes.map((one) => [this.#pending.find(one.id), one] as const);
    this.#pending.remove(outcomes.map((one) => one.id));
    for (const [op, { id, undoId, problem }] of ops) {
      this.#sending.delete(id);
      if (undoId !== undefined) {
        this.#undoIds.set(id, undoId);
      }
      if (op !== undefined && problem !== undefined) {
        this.#options.failed(op, problem);
      }
      this.#undoLater.get(id)?.();
      this.#undoLater.delete(id);
    }
    this.#changed();
  }

  #hear(message: Message): void {
    switch (message.kind) {
      case "did":
        this.#pending.add(message.op);
        this.#changed();
        void (this.#tabs.isLeader && this.sync());
        break;
      case "tookBack":
        this.#pending.remove(message.ids);
        this.#changed();
        break;
      case "round":
        this.#settle(message.delta, message.outcomes);
        this.#line = "online";
        void this.#lists.refresh(this.#lists.answered);
        break;
      case "syncWanted":
        void (this.#tabs.isLeader && this.sync());
        break;
    }
  }

  /** Emails that a page names by itself, such as that of an address. */
  fetch(ids: readonly Id[]): Promise<Reply<readonly EmailRow[]>> {
    return this.#lists.fetch(ids);
  }

  /** All of a conversation, whether a list has shown it or not. */
  fetchThread(id: Id): Promise<void> {
    return this.#lists.fetchThread(id);
  }

  close(): void {
    this.#closed = true;
    this.#tabs.close();
    this.#options.disk?.close();
  }
}
