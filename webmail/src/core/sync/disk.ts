/**
 * What is kept in the browser: what was done and is not yet at the server, drafts, and a copy of
 * what was looked at, so that the page has something to show before the network answers. All of it
 * is gone when somebody signs out.
 */
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { Id, Mailbox } from "../jmap.ts";
import type { Delta, States, ThreadIds } from "./mirror.ts";
import type { Op } from "./pending.ts";
import type { EmailRow } from "./rows.ts";

/** Counted up when what is kept changes its form: what is only a copy is then thrown away. */
const FORM = 1;

/** Emails that are kept; the oldest go. */
const MOST_ROWS = 20_000;

export type KeptList = {
  readonly key: string;
  readonly ids: readonly Id[];
  readonly total: number;
  readonly at: number;
};

export type KeptBody = { readonly id: Id; readonly body: unknown; readonly at: number };

interface Kept extends DBSchema {
  meta: { key: string; value: unknown };
  mailboxes: { key: Id; value: Mailbox };
  rows: { key: Id; value: EmailRow; indexes: { byTime: string } };
  threads: { key: Id; value: ThreadIds };
  lists: { key: string; value: KeptList };
  bodies: { key: Id; value: KeptBody; indexes: { byTime: number } };
  ops: { key: string; value: Op };
  drafts: { key: string; value: { key: string } & Record<string, unknown> };
}

/** What a tab begins with. */
export type Start = {
  readonly states: States | undefined;
  readonly mailboxes: readonly Mailbox[];
  readonly ops: readonly Op[];
};

export class Disk {
  readonly #db: IDBPDatabase<Kept>;
  readonly #name: string;

  private constructor(name: string, db: IDBPDatabase<Kept>) {
    this.#name = name;
    this.#db = db;
  }

  /**
   * @param name of the account
   */
  static async open(name: string): Promise<Disk> {
    const db = await openDB<Kept>(name, FORM, {
      upgrade(db) {
        db.createObjectStore("meta");
        db.createObjectStore("mailboxes", { keyPath: "id" });
        db.createObjectStore("rows", { keyPath: "id" }).createIndex("byTime", "receivedAt");
        db.createObjectStore("threads", { keyPath: "id" });
        db.createObjectStore("lists", { keyPath: "key" });
        db.createObjectStore("bodies", { keyPath: "id" }).createIndex("byTime", "at");
        db.createObjectStore("ops", { keyPath: "id" });
        db.createObjectStore("drafts", { keyPath: "key" });
      },
      // A newer page in another tab wants another form: it may have it.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return new Disk(name, db);
  }

  async start(): Promise<Start> {
    const tx = this.#db.transaction(["meta", "mailboxes", "ops"]);
    const [states, mailboxes, ops] = await Promise.all([
      tx.objectStore("meta").get("states"),
      tx.objectStore("mailboxes").getAll(),
      tx.objectStore("ops").getAll(),
    ]);
    return { states: states as States | undefined, mailboxes, ops };
  }

  /** The first ones of a list, with what they are. */
  async list(
    key: string,
  ): Promise<{ list: KeptList; rows: EmailRow[]; threads: ThreadIds[] } | undefined> {
    const tx = this.#db.transaction(["lists", "rows", "threads"]);
    const list = await tx.objectStore("lists").get(key);
    if (list === undefined) {
      return undefined;
    }
    const first = await Promise.all(list.ids.map((id) => tx.objectStore("rows").get(id)));
    const rows = first.filter((row) => row !== undefined);
    const threads = (
      await Promise.all(rows.map((row) => tx.objectStore("threads").get(row.threadId)))
    ).filter((thread) => thread !== undefined);
    const others = threads.flatMap((thread) => thread.emailIds);
    const rest = await Promise.all(others.map((id) => tx.objectStore("rows").get(id)));
    return { list, rows: [...rows, ...rest.filter((row) => row !== undefined)], threads };
  }

  keepList(list: KeptList): Promise<unknown> {
    return this.#db.put("lists", list);
  }

  /** States and what they are of go together, or not at all; so does what was done with them. */
  async apply(delta: Delta, done: readonly string[] = []): Promise<void> {
    const tx = this.#db.transaction(
      ["meta", "mailboxes", "rows", "threads", "lists", "ops"],
      "readwrite",
    );
    const stores = {
      mailboxes: tx.objectStore("mailboxes"),
      rows: tx.objectStore("rows"),
      threads: tx.objectStore("threads"),
    };
    const writes: Promise<unknown>[] = [];
    if (delta.anew === true) {
      writes.push(...Object.values(stores).map((store) => store.clear()));
      writes.push(tx.objectStore("lists").clear());
    }
    if (delta.states !== undefined) {
      writes.push(tx.objectStore("meta").put(delta.states, "states"));
    }
    for (const one of delta.mailboxes.put) {
      writes.push(stores.mailboxes.put(one));
    }
    for (const one of delta.rows.put) {
      writes.push(stores.rows.put(one));
    }
    for (const one of delta.threads.put) {
      writes.push(stores.threads.put(one));
    }
    for (const name of ["mailboxes", "rows", "threads"] as const) {
      writes.push(...delta[name].gone.map((id) => stores[name].delete(id)));
    }
    writes.push(...done.map((id) => tx.objectStore("ops").delete(id)));
    await Promise.all([...writes, tx.done]);
  }

  keepOp(op: Op): Promise<unknown> {
    return this.#db.put("ops", op);
  }

  async dropOps(ids: readonly string[]): Promise<void> {
    const tx = this.#db.transaction("ops", "readwrite");
    await Promise.all([...ids.map((id) => tx.store.delete(id)), tx.done]);
  }

  async body(id: Id): Promise<unknown> {
    return (await this.#db.get("bodies", id))?.body;
  }

  keepBody(id: Id, body: unknown, now: number): Promise<unknown> {
    return this.#db.put("bodies", { id, body, at: now });
  }

  drafts(): Promise<({ key: string } & Record<string, unknown>)[]> {
    return this.#db.getAll("drafts");
  }

  keepDraft(draft: { key: string } & Record<string, unknown>): Promise<unknown> {
    return this.#db.put("drafts", draft);
  }

  dropDraft(key: string): Promise<void> {
    return this.#db.delete("drafts", key);
  }

  /** Makes room: the oldest rows and bodies go. */
  async prune(mostBodies: number): Promise<void> {
    await this.#pruneRows();
    const tx = this.#db.transaction("bodies", "readwrite");
    let over = (await tx.store.count()) - mostBodies;
    let cursor = over > 0 ? await tx.store.index("byTime").openCursor() : null;
    for (; cursor !== null && over > 0; over--) {
      await cursor.delete();
      cursor = await cursor.continue();
    }
    await tx.done;
  }

  async #pruneRows(): Promise<void> {
    const tx = this.#db.transaction("rows", "readwrite");
    let over = (await tx.store.count()) - MOST_ROWS;
    let cursor = over > 0 ? await tx.store.index("byTime").openCursor() : null;
    for (; cursor !== null && over > 0; over--) {
      await cursor.delete();
      cursor = await cursor.continue();
    }
    await tx.done;
  }

  /** Forgets what the server has, too; what was done or written here and is not there stays. */
  async forgetCopies(): Promise<void> {
    const stores = ["meta", "mailboxes", "rows", "threads", "lists", "bodies"] as const;
    const tx = this.#db.transaction(stores, "readwrite");
    await Promise.all([...stores.map((name) => tx.objectStore(name).clear()), tx.done]);
  }

  /** Forgets all: whoever uses this browser next sees nothing of it. */
  async wipe(): Promise<void> {
    this.#db.close();
    await deleteDB(this.#name);
  }

  close(): void {
    this.#db.close();
  }
}
