/** A small mail server in memory, which speaks as much JMAP as the core asks for. */
import type { Call as Api, Reply } from "../../../src/core/api.ts";
import { problem } from "../../../src/core/api.ts";
import type { Id, Mailbox } from "../../../src/core/jmap.ts";
import type { EmailRow } from "../../../src/core/sync/rows.ts";
import { patched } from "../../../src/core/sync/rows.ts";

type Args = Record<string, unknown>;
type Invocation = [string, Args, string];
type Type = "Mailbox" | "Email" | "Thread";
type Snapshot = ReadonlyMap<Id, EmailRow>;

const RIGHTS = {
  mayReadItems: true,
  mayAddItems: true,
  mayRemoveItems: true,
  maySetSeen: true,
  maySetKeywords: true,
  mayCreateChild: true,
  mayRename: true,
  mayDelete: true,
  maySubmit: true,
};

/** A mailbox with nothing in it. */
export const box = (id: string, more: Partial<Mailbox> = {}): Mailbox => ({
  id,
  name: id,
  parentId: null,
  role: null,
  sortOrder: 0,
  totalEmails: 0,
  unreadEmails: 0,
  totalThreads: 0,
  unreadThreads: 0,
  myRights: RIGHTS,
  isSubscribed: true,
  shareWith: null,
  ...more,
});

export class Server {
  /** What the network is like. */
  online = true;
  /** Answers get lost on their way, though the server has done what it was asked. */
  losing = false;
  /** Nothing older than this is known of changes. */
  horizon = 0;
  requests = 0;
  /** Answers that wait on their way, with what lets them go on. */
  held: (() => void)[] | undefined;
  readonly #mailboxes = new Map<Id, Pick<Mailbox, "id" | "name" | "role">>();
  #emails = new Map<Id, EmailRow>();
  readonly #history: Snapshot[] = [];
  readonly #undo = new Map<string, Map<Id, EmailRow>>();
  #nth = 0;

  constructor() {
    for (const role of ["inbox", "archive", "trash"]) {
      this.#mailboxes.set(role, { id: role, name: role, role });
    }
    this.#commit();
  }

  get version(): number {
    return this.#history.length - 1;
  }

  #commit(): void {
    this.#history.push(new Map(this.#emails));
  }

  /** Mail comes in. */
  deliver(mailbox = "inbox", threadId?: Id): Id {
    const nth = ++this.#nth;
    const id = `E${nth}`;
    this.#emails.set(id, {
      id,
      threadId: threadId ?? `T${nth}`,
      mailboxIds: { [mailbox]: true },
      keywords: {},
      size: 1000 + nth,
      receivedAt: new Date(Date.UTC(2026, 0, 1) + nth * 1000).toISOString().replace(".000", ""),
      from: [{ name: "Ada", email: "ada@far.test" }],
      to: [{ name: null, email: "bob@near.test" }],
      subject: `Mail ${nth}`,
      preview: "Words",
      hasAttachment: false,
    });
    this.#commit();
    return id;
  }

  /** Another program of this person does something. */
  patch(id: Id, patch: Record<string, true | null>): void {
    const row = this.#emails.get(id);
    if (row !== undefined) {
      this.#emails.set(id, patched(row, patch));
      this.#commit();
    }
  }

  remove(id: Id): void {
    this.#emails.delete(id);
    this.#commit();
  }

  get emails(): Snapshot {
    return this.#emails;
  }

  unread(mailbox: Id): number {
    return [...this.#emails.values()].filter(
      (row) => row.mailboxIds[mailbox] !== undefined && row.keywords["$seen"] === undefined,
    ).length;
  }

  readonly api: Api = async <T>(_method: string, _path: string, body?: unknown) => {
    this.requests++;
    await Promise.resolve();
    if (!this.online) {
      return problem("net.unreachable");
    }
    const responses = this.#run((body as { methodCalls: Invocation[] }).methodCalls);
    await Promise.resolve();
    const { held } = this;
    if (held !== undefined) {
      await new Promise<void>((resolve) => held.push(resolve));
    }
    if (this.losing) {
      return problem("net.unreachable");
    }
    return { kind: "ok", value: { methodResponses: responses, sessionState: "s" } } as Reply<T>;
  };

  #run(calls: Invocation[]): Invocation[] {
    const responses: Invocation[] = [];
    for (const [name, asked, id] of calls) {
      try {
        const args = this.#referred(asked, responses);
        responses.push([name, this.#method(name, args), id]);
      } catch (error) {
        responses.push(["error", { type: (error as Error).message }, id]);
      }
    }
    return responses;
  }

  #referred(asked: Args, responses: Invocation[]): Args {
    const args: Args = {};
    for (const [name, value] of Object.entries(asked)) {
      if (name.startsWith("#")) {
        const { resultOf, path, name: method } = value as Record<string, string>;
        const found = responses.find((one) => one[2] === resultOf && one[0] === method);
        if (found === undefined || path === undefined) {
          throw new Error("invalidResultReference");
        }
        args[name.slice(1)] = [...new Set(pointed(found[1], path.slice(1).split("/")))];
      } else {
        args[name] = value;
      }
    }
    return args;
  }

  #method(name: string, args: Args): Args {
    const [type, verb] = name.split("/") as [Type, string];
    switch (verb) {
      case "get":
        return this.#get(type, args);
      case "changes":
        return this.#changes(type, args);
      case "query":
        return this.#query(args);
      case "queryChanges":
        return this.#queryChanges(args);
      case "set":
        return this.#set(args);
      case "undo":
        return this.#undone(args);
      default:
        throw new Error("unknownMethod");
    }
  }

  #all(type: Type, emails: Snapshot): Map<Id, object> {
    switch (type) {
      case "Email":
        return new Map(emails);
      case "Mailbox":
        return new Map([...this.#mailboxes.values()].map((one) => [one.id, mailbox(one, emails)]));
      case "Thread": {
        const threads = new Map<Id, { id: Id; emailIds: Id[] }>();
        for (const { id, threadId } of emails.values()) {
          const thread = threads.get(threadId) ?? { id: threadId, emailIds: [] };
          thread.emailIds.push(id);
          threads.set(threadId, thread);
        }
        return threads;
      }
    }
  }

  #get(type: Type, { ids }: Args): Args {
    const all = this.#all(type, this.#emails);
    const wanted = (ids as Id[] | null) ?? [...all.keys()];
    return {
      state: String(this.version),
      list: wanted.flatMap((id) => all.get(id) ?? []),
      notFound: wanted.filter((id) => !all.has(id)),
    };
  }

  #snapshot(state: unknown): Snapshot {
    const then = this.#history[Number(state)];
    if (then === undefined || Number(state) < this.horizon) {
      throw new Error("cannotCalculateChanges");
    }
    return then;
  }

  /** One version at a time, so that long ways are gone in steps. */
  #changes(type: Type, { sinceState, maxChanges }: Args): Args {
    const before = this.#all(type, this.#snapshot(sinceState));
    let to = this.version;
    let found = differences(before, this.#all(type, this.#emails));
    const most = Number(maxChanges);
    while (found.created.length + found.updated.length + found.destroyed.length > most) {
      to--;
      found = differences(before, this.#all(type, this.#snapshot(to)));
    }
    const newState = String(to);
    return { oldState: sinceState, newState, hasMoreChanges: to < this.version, ...found };
  }

  #results({ filter, collapseThreads }: Args, emails: Snapshot): Id[] {
    const { inMailbox } = filter as { inMailbox: Id };
    const seen = new Set<Id>();
    return [...emails.values()]
      .filter((row) => row.mailboxIds[inMailbox] !== undefined)
      .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1))
      .filter((row) => {
        const first = collapseThreads !== true || !seen.has(row.threadId);
        seen.add(row.threadId);
        return first;
      })
      .map((row) => row.id);
  }

  #query(args: Args): Args {
    const all = this.#results(args, this.#emails);
    const position = Number(args["position"]);
    return {
      queryState: String(this.version),
      canCalculateChanges: true,
      position,
      ids: all.slice(position, position + Number(args["limit"])),
      total: all.length,
    };
  }

  #queryChanges(args: Args): Args {
    const before = this.#results(args, this.#snapshot(args["sinceQueryState"]));
    const now = this.#results(args, this.#emails);
    const was = new Set(before);
    const is = new Set(now);
    return {
      oldQueryState: args["sinceQueryState"],
      newQueryState: String(this.version),
      total: now.length,
      removed: before.filter((id) => !is.has(id)),
      added: now.flatMap((id, index) => (was.has(id) ? [] : [{ id, index }])),
    };
  }

  #set({ update, destroy }: Args): Args {
    const oldState = String(this.version);
    const before = new Map<Id, EmailRow>();
    const updated: Record<Id, null> = {};
    const notUpdated: Record<Id, { type: string }> = {};
    for (const [id, patch] of Object.entries((update ?? {}) as Record<Id, Record<string, null>>)) {
      const row = this.#emails.get(id);
      const next = row && patched(row, patch);
      if (row === undefined || next === undefined) {
        notUpdated[id] = { type: "notFound" };
      } else if (Object.keys(next.mailboxIds).length === 0) {
        notUpdated[id] = { type: "invalidProperties" };
      } else {
        before.set(id, row);
        this.#emails.set(id, next);
        updated[id] = null;
      }
    }
    const destroyed = ((destroy ?? []) as Id[]).filter((id) => {
      const row = this.#emails.get(id);
      if (row !== undefined) {
        before.set(id, row);
      }
      return this.#emails.delete(id);
    });
    this.#commit();
    const undoId = `U${this.version}`;
    this.#undo.set(undoId, before);
    return { oldState, newState: String(this.version), updated, destroyed, notUpdated, undoId };
  }

  #undone({ undoId }: Args): Args {
    const oldState = String(this.version);
    for (const [id, row] of this.#undo.get(String(undoId)) ?? []) {
      this.#emails.set(id, row);
    }
    this.#commit();
    return { oldState, newState: String(this.version), undone: [], notUndone: null, undoId: null };
  }
}

function pointed(value: unknown, path: readonly string[]): unknown[] {
  const [first, ...rest] = path;
  if (first === undefined) {
    return Array.isArray(value) ? value : [value];
  }
  if (first === "*") {
    return (value as unknown[]).flatMap((one) => pointed(one, rest));
  }
  return pointed((value as Args)[first], rest);
}

function mailbox(one: Pick<Mailbox, "id" | "name" | "role">, emails: Snapshot): Mailbox {
  const rows = [...emails.values()].filter((row) => row.mailboxIds[one.id] !== undefined);
  const unread = rows.filter((row) => row.keywords["$seen"] === undefined);
  return {
    ...one,
    parentId: null,
    sortOrder: 0,
    totalEmails: rows.length,
    unreadEmails: unread.length,
    totalThreads: 0,
    unreadThreads: 0,
    myRights: RIGHTS,
    isSubscribed: true,
    shareWith: null,
  };
}

function differences(before: Map<Id, object>, now: Map<Id, object>) {
  const same = (id: Id) => JSON.stringify(before.get(id)) === JSON.stringify(now.get(id));
  return {
    created: [...now.keys()].filter((id) => !before.has(id)),
    updated: [...now.keys()].filter((id) => before.has(id) && !same(id)),
    destroyed: [...before.keys()].filter((id) => !now.has(id)),
  };
}
