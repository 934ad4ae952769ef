/**
 * One round of talk with the server: what was done here goes there, and what has changed comes
 * back, in one request. So the server's state that takes the place of what was done here always has
 * it already.
 */
import type { Problem, Reply } from "../api.ts";
import {
  type Call,
  type Changed,
  call,
  changes,
  Earlier,
  type Got,
  get,
  type QueryChanged,
  set,
  type WasSet,
} from "../jmap/calls.ts";
import { isPassing, type Send } from "../jmap/client.ts";
import type { Id, Mailbox } from "../jmap.ts";
import type { List } from "./list.ts";
import { type Delta, NOTHING, type States, type ThreadIds } from "./mirror.ts";
import type { Op } from "./pending.ts";
import { type EmailRow, ROW } from "./rows.ts";

/** So many changes come with what they are of; of more only those that are known here. */
const FEW = 100;
const MANY = 1000;

/** What became of something that was done here. */
export type Outcome = {
  readonly id: string;
  /** What takes it back. */
  readonly undoId: string | undefined;
  readonly problem: Problem | undefined;
};

export type Round = {
  readonly delta: Delta;
  readonly outcomes: readonly Outcome[];
  /** What has changed of lists; what cannot be told of has to be asked for anew. */
  readonly lists: ReadonlyMap<List, QueryChanged | "anew">;
  readonly next: Next;
};

/** Whether there is more to be told at once, or something to be tried again in a while. */
export type Next = "more" | "later" | "done";

type Asked = { readonly calls: Call[]; readonly ops: readonly Op[]; readonly lists: List[] };

/**
 * @param since the states that are known
 */
export async function round(
  send: Send,
  accountId: Id,
  since: States,
  ops: readonly Op[],
  lists: readonly List[],
  isKnown: (id: Id) => boolean,
): Promise<Reply<Round>> {
  const asked: Asked = { calls: [], ops, lists: lists.filter((list) => list.canCalculate) };
  for (const op of ops) {
    asked.calls.push(opCall(accountId, op));
  }
  asked.calls.push(...changed("Mailbox", accountId, since.Mailbox, MANY, ops.length));
  const row = { properties: ROW };
  asked.calls.push(...changed("Email", accountId, since.Email, FEW, ops.length + 3, row));
  asked.calls.push(...changed("Thread", accountId, since.Thread, FEW, ops.length + 6));
  for (const list of asked.lists) {
    asked.calls.push(...listCalls(accountId, list, asked.calls.length));
  }
  const answers = (await send(...asked.calls)) as Reply<unknown>[];
  return read(send, accountId, since, asked, answers, isKnown);
}

function opCall(accountId: Id, op: Op): Call {
  if (op.undoId !== undefined) {
    return call("Email/undo", { accountId, undoId: op.undoId });
  }
  const what: Record<string, unknown> = {};
  if (Object.keys(op.patches).length > 0) {
    what["update"] = op.patches;
  }
  if (op.destroys.length > 0) {
    what["destroy"] = op.destroys;
  }
  return set("Email", accountId, what);
}

/** What has changed of a type, with what is new of it. */
function changed(
  type: string,
  accountId: Id,
  since: string,
  most: number,
  at: number,
  more: Readonly<Record<string, unknown>> = {},
): Call[] {
  return [
    changes(type, accountId, since, most),
    get(type, accountId, new Earlier(at, "/created"), more),
    get(type, accountId, new Earlier(at, "/updated"), more),
  ];
}

function listCalls(accountId: Id, list: List, at: number): Call[] {
  const { filter, sort, collapseThreads } = list.query;
  return [
    call("Email/queryChanges", {
      accountId,
      filter,
      sort,
      collapseThreads,
      sinceQueryState: list.queryState,
      calculateTotal: true,
    }),
    get("Email", accountId, new Earlier(at, "/added/*/id"), { properties: ROW }),
    get("Thread", accountId, new Earlier(at + 1, "/list/*/threadId")),
  ];
}

async function read(
  send: Send,
  accountId: Id,
  since: States,
  { ops, lists }: Asked,
  answers: Reply<unknown>[],
  isKnown: (id: Id) => boolean,
): Promise<Reply<Round>> {
  const whole = answers.find((one) => one.kind === "problem" && one.problem.status !== 200);
  if (whole?.kind === "problem") {
    return whole; // nothing was answered at all
  }
  const at = ops.length;
  const mailboxes = news<Mailbox>(answers.slice(at, at + 3));
  const rows = news<EmailRow>(answers.slice(at + 3, at + 6));
  const threads = news<ThreadIds>(answers.slice(at + 6, at + 9));
  const failed = [mailboxes, rows, threads].find((one) => one.kind === "problem");
  if (failed?.kind === "problem") {
    return failed;
  }
  const told = listsTold(lists, answers.slice(at + 9));
  const delta: Delta = {
    states: {
      Mailbox: value(mailboxes)?.newState ?? since.Mailbox,
      Email: value(rows)?.newState ?? since.Email,
      Thread: value(threads)?.newState ?? since.Thread,
    },
    mailboxes: value(mailboxes) ?? NOTHING,
    rows: joined(value(rows) ?? NOTHING, told.rows),
    threads: joined(value(threads) ?? NOTHING, told.threads),
  };
  const left = [value(mailboxes), value(rows), value(threads)].some((one) => one?.hasMore);
  const outcomes = ops.flatMap((op, i) => outcome(op, answers[i]) ?? []);
  const fuller = await stillKnown(send, accountId, delta, isKnown);
  return {
    kind: "ok",
    value: {
      delta: fuller,
      outcomes,
      lists: told.lists,
      next: outcomes.length < ops.length ? "later" : left ? "more" : "done",
    },
  };
}

type New<T> = { put: readonly T[]; gone: readonly Id[]; newState: string; hasMore: boolean };

function value<T>(reply: Reply<T>): T | undefined {
  return reply.kind === "ok" ? reply.value : undefined;
}

function news<T>([changed, created, updated]: Reply<unknown>[]): Reply<New<T>> {
  for (const one of [changed, created, updated]) {
    if (one === undefined || one.kind === "problem") {
      return one ?? { kind: "problem", problem: { status: 0, key: "net.answer", args: [] } };
    }
  }
  const all = value(changed as Reply<Changed>);
  const put = [created, updated].flatMap((one) => value(one as Reply<Got<T>>)?.list ?? []);
  const gone = [created, updated].flatMap((one) => value(one as Reply<Got<T>>)?.notFound ?? []);
  return {
    kind: "ok",
    value: {
      put,
      gone: [...(all?.destroyed ?? []), ...gone],
      newState: all?.newState ?? "",
      hasMore: all?.hasMoreChanges === true,
    },
  };
}

function joined<T>(
  one: { readonly put: readonly T[]; readonly gone: readonly Id[] },
  more: readonly T[],
) {
  return { put: [...one.put, ...more], gone: one.gone };
}

function listsTold(lists: readonly List[], answers: readonly Reply<unknown>[]) {
  const told = new Map<List, QueryChanged | "anew">();
  const rows: EmailRow[] = [];
  const threads: ThreadIds[] = [];
  lists.forEach((list, i) => {
    const [query, emails, of] = answers.slice(i * 3, i * 3 + 3);
    const changed = query && value(query as Reply<QueryChanged>);
    told.set(list, changed ?? "anew");
    rows.push(...((emails && value(emails as Reply<Got<EmailRow>>)?.list) ?? []));
    threads.push(...((of && value(of as Reply<Got<ThreadIds>>)?.list) ?? []));
  });
  return { lists: told, rows, threads };
}

/** Emails of threads that are new here, so that a conversation is whole when it is shown. */
async function stillKnown(
  send: Send,
  accountId: Id,
  delta: Delta,
  isKnown: (id: Id) => boolean,
): Promise<Delta> {
  const has = new Set(delta.rows.put.map((row) => row.id));
  const ids = delta.threads.put
    .flatMap((thread) => thread.emailIds)
    .filter((id) => !has.has(id) && !isKnown(id))
    .slice(0, MANY);
  if (ids.length === 0) {
    return delta;
  }
  const [reply] = await send(get<EmailRow>("Email", accountId, ids, { properties: ROW }));
  return { ...delta, rows: joined(delta.rows, value(reply)?.list ?? []) };
}

/**
 * An email that is not there any more is no failure: there is nothing to be done to it.
 *
 * @return undefined for what is to be tried again
 */
function outcome(op: Op, answer: Reply<unknown> | undefined): Outcome | undefined {
  if (answer === undefined) {
    return undefined;
  }
  if (answer.kind === "problem") {
    const { problem } = answer;
    return isPassing(problem) ? undefined : { id: op.id, undoId: undefined, problem };
  }
  const was = answer.value as WasSet & { notUndone?: WasSet["notUpdated"] };
  const refused = Object.values({ ...was.notUpdated, ...was.notDestroyed, ...was.notUndone }).find(
    (error) => error.type !== "notFound" && error.type !== "overtaken",
  );
  return {
    id: op.id,
    undoId: was.undoId ?? undefined,
    problem: refused && { status: 200, key: `jmap.${refused.type}`, args: [] },
  };
}
