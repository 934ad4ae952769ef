/** Sweeps: mail of one sender or list that is put away as it gets old. */
import { type Problem, problem, type Reply } from "../api.ts";
import { call, set } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Id, Mailbox, Sweep } from "../jmap.ts";
import { type EmailPatch, moved } from "../sync/rows.ts";
import { byRole } from "./folders.ts";

/** What a sweep does, without its name and whether it is on. */
export type Sweeping = Pick<
  Sweep,
  "from" | "listId" | "mailboxId" | "keepLatest" | "olderThanDays" | "action" | "toMailboxId"
>;

export type Typed = {
  readonly of: "from" | "list";
  readonly from: string;
  readonly listId: string;
  /** Empty for the inbox. */
  readonly mailboxId: string;
  readonly by: "latest" | "days";
  readonly count: string;
  readonly action: Sweep["action"];
  readonly toMailboxId: string;
};

export const MOST = { latest: 100, days: 3650 } as const;

export function typedSweep(one: Sweeping): Typed {
  return {
    of: one.listId === null ? "from" : "list",
    from: one.from ?? "",
    listId: one.listId ?? "",
    mailboxId: one.mailboxId ?? "",
    by: one.keepLatest === null ? "days" : "latest",
    count: String(one.keepLatest ?? one.olderThanDays ?? ""),
    action: one.action,
    toMailboxId: one.toMailboxId ?? "",
  };
}

/** Undefined when something is missing, or makes no sense. */
export function sweeping(typed: Typed): Sweeping | undefined {
  const count = Number(typed.count);
  const whose = (typed.of === "from" ? typed.from : typed.listId).trim();
  const named = typed.of === "from" ? whose.includes("@") : /^[^\s<>]+$/.test(whose);
  const good = Number.isInteger(count) && count >= 1 && count <= MOST[typed.by];
  const placed = typed.action !== "move" || typed.toMailboxId !== "";
  return named && good && placed
    ? {
        from: typed.of === "from" ? whose : null,
        listId: typed.of === "list" ? whose : null,
        mailboxId: typed.mailboxId === "" ? null : typed.mailboxId,
        keepLatest: typed.by === "latest" ? count : null,
        olderThanDays: typed.by === "days" ? count : null,
        action: typed.action,
        toMailboxId: typed.action === "move" ? typed.toMailboxId : null,
      }
    : undefined;
}

export type Tested = {
  readonly matched: readonly Id[];
  readonly total: number;
  readonly isComplete: boolean;
};

export async function test(
  send: Send,
  accountId: Id,
  sweep: Sweeping,
  limit: number,
): Promise<Reply<Tested>> {
  const [reply] = await send(call<Tested>("Sweep/test", { accountId, sweep, limit }));
  return reply;
}

export type Swept = {
  readonly moved: number;
  /** What takes it back, the last first. */
  readonly undoIds: readonly string[];
  /** Why it did not go on to the end. */
  readonly stopped: Problem | undefined;
};

const AT_ONCE = 500;

/** Does once what a sweep would do now, and no more after that. */
export async function sweepOnce(
  send: Send,
  accountId: Id,
  sweep: Sweeping,
  mailboxes: readonly Mailbox[],
): Promise<Swept> {
  const from = sweep.mailboxId ?? byRole(mailboxes, "inbox")?.id;
  const to = target(sweep, mailboxes);
  const patch = from === undefined || to === undefined || from === to ? {} : moved([from], [to]);
  const undoIds: string[] = [];
  for (let count = 0; ; ) {
    const part = await sweepSome(send, accountId, sweep, patch);
    if (part.kind === "problem" || part.value.moved === 0) {
      return { moved: count, undoIds, stopped: part.kind === "problem" ? part.problem : undefined };
    }
    count += part.value.moved;
    undoIds.unshift(...(part.value.undoId === null ? [] : [part.value.undoId]));
  }
}

async function sweepSome(
  send: Send,
  accountId: Id,
  sweep: Sweeping,
  patch: EmailPatch,
): Promise<Reply<{ readonly moved: number; readonly undoId: string | null }>> {
  if (Object.keys(patch).length === 0) {
    return problem("jmap.invalidProperties", 200);
  }
  const due = await test(send, accountId, sweep, AT_ONCE);
  if (due.kind === "problem") {
    return due;
  }
  const { matched, isComplete } = due.value;
  if (!isComplete) {
    return problem("jmap.serverUnavailable", 200);
  }
  if (matched.length === 0) {
    return { kind: "ok", value: { moved: 0, undoId: null } };
  }
  const update = Object.fromEntries(matched.map((id) => [id, patch]));
  const [reply] = await send(set("Email", accountId, { update }));
  if (reply.kind === "problem") {
    return reply;
  }
  const count = Object.keys(reply.value.updated ?? {}).length;
  // What moves nothing would be asked for the same again and again.
  return count === 0
    ? problem("jmap.forbidden", 200)
    : { kind: "ok", value: { moved: count, undoId: reply.value.undoId ?? null } };
}

function target({ action, toMailboxId }: Sweeping, mailboxes: readonly Mailbox[]): Id | undefined {
  switch (action) {
    case "move":
      return toMailboxId ?? undefined;
    case "archive":
      return byRole(mailboxes, "archive")?.id;
    case "delete":
      return byRole(mailboxes, "trash")?.id;
    default:
      return action satisfies never;
  }
}
