/** Folders that are made, renamed, moved and removed. All of it can be taken back. */
import { problem, type Reply } from "../api.ts";
import { call, set, type WasSet } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Id, Mailbox } from "../jmap.ts";

/** What takes it back; undefined where nothing does. */
export type Changed = { readonly id: Id; readonly undoId: string | undefined };

export type Wanted = { readonly name: string; readonly parentId: Id | null };

export async function makeFolder(
  send: Send,
  accountId: Id,
  wanted: Wanted,
): Promise<Reply<Changed>> {
  const create = { made: { ...wanted, isSubscribed: true } };
  const [reply] = await send(set("Mailbox", accountId, { create }));
  return told(reply, (was) => [was.created?.["made"]?.id, was.notCreated?.["made"]]);
}

export async function changeFolder(
  send: Send,
  accountId: Id,
  id: Id,
  wanted: Wanted,
): Promise<Reply<Changed>> {
  const [reply] = await send(set("Mailbox", accountId, { update: { [id]: wanted } }));
  return told(reply, (was) => [
    was.updated?.[id] === undefined ? undefined : id,
    was.notUpdated?.[id],
  ]);
}

/** With all that lies in it, and nowhere else. */
export async function removeFolder(send: Send, accountId: Id, id: Id): Promise<Reply<Changed>> {
  const what = { destroy: [id], onDestroyRemoveEmails: true };
  const [reply] = await send(set("Mailbox", accountId, what));
  return told(reply, (was) => [was.destroyed?.find((one) => one === id), was.notDestroyed?.[id]]);
}

type SetError = { readonly type: string };

function told(
  reply: Reply<WasSet>,
  of: (was: WasSet) => [id: Id | undefined, error: SetError | undefined],
): Reply<Changed> {
  if (reply.kind === "problem") {
    return reply;
  }
  const [id, error] = of(reply.value);
  return id === undefined
    ? problem(`jmap.${error?.type ?? "serverFail"}`, 200)
    : { kind: "ok", value: { id, undoId: reply.value.undoId ?? undefined } };
}

export async function undo(send: Send, accountId: Id, undoId: string): Promise<Reply<unknown>> {
  const [reply] = await send(call("Email/undo", { accountId, undoId }));
  return reply;
}

/** Where a folder may lie: not in itself, and not below itself. */
export function places(mailboxes: readonly Mailbox[], id: Id | undefined): Mailbox[] {
  const below = (one: Mailbox, steps = 0): boolean =>
    one.id === id ||
    (steps < 100 &&
      mailboxes.some((other) => other.id === one.parentId && below(other, steps + 1)));
  return mailboxes.filter((one) => one.myRights.mayCreateChild && !below(one));
}
