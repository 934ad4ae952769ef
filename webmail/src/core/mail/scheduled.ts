/** What is sent at a time of its own: the server keeps it in a mailbox until then (docs/jmap.md). */
import { problem, type Reply } from "../api.ts";
import { call, Earlier, get, type Queried, set, type WasSet } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { EmailSubmission, Id, Mailbox } from "../jmap.ts";
import { utc } from "./later.ts";

export const SCHEDULED = "urn:mailstead:params:jmap:scheduled";

/** A submission whose time has not come. */
export type Waiting = Pick<
  EmailSubmission,
  "id" | "identityId" | "emailId" | "envelope" | "sendAt" | "sentMailboxId"
>;

/** Where the server lays such mail; it may be there only because somebody has made it. */
export function scheduledBox(mailboxes: readonly Mailbox[]): Mailbox | undefined {
  return mailboxes.find((one) => one.name === "Scheduled" && one.parentId === null);
}

/** What there is to be sent of an email; undefined when nothing is. */
export async function waiting(
  calls: Send,
  accountId: Id,
  emailId: Id,
): Promise<Reply<Waiting | undefined>> {
  const filter = { emailIds: [emailId], undoStatus: "pending" };
  const [, reply] = await calls(
    call<Queried>("EmailSubmission/query", { accountId, filter }),
    get<Waiting>("EmailSubmission", accountId, new Earlier(0, "/ids"), {
      properties: ["id", "identityId", "emailId", "envelope", "sendAt", "sentMailboxId"],
    }),
  );
  return reply.kind === "problem" ? reply : { kind: "ok", value: reply.value.list[0] };
}

/**
 * Sends it at another time: the one that waits is cancelled, and another takes its place.
 *
 * @param at a time, or for how many seconds it is held before it leaves
 * @return the new one; when only that could not be, the email is among the drafts again
 */
export async function another(
  calls: Send,
  accountId: Id,
  old: Waiting,
  sent: Id,
  at: Date | number,
): Promise<Reply<Id>> {
  const { identityId, emailId, envelope } = old;
  const held = { mailFrom: { email: envelope.mailFrom.email, parameters: hold(at) } };
  const create = { identityId, emailId, envelope: { ...envelope, ...held } };
  const later = typeof at !== "number";
  // One after the other: what could not be cancelled is on its way, and must not go twice.
  const before = await unschedule(calls, accountId, old.id);
  if (before.kind === "problem") {
    return before;
  }
  const [made] = await calls(
    set("EmailSubmission", accountId, {
      create: { sent: later ? { ...create, sentMailboxId: old.sentMailboxId ?? sent } : create },
      ...(later ? {} : { onSuccessUpdateEmail: { "#sent": isSent(sent) } }),
    }),
  );
  return created(made);
}

/** Takes it back; the server makes it a draft again. */
export async function unschedule(calls: Send, accountId: Id, id: Id): Promise<Reply<unknown>> {
  const [reply] = await calls(
    set("EmailSubmission", accountId, { update: { [id]: { undoStatus: "canceled" } } }),
  );
  return reply.kind === "ok" && reply.value.updated?.[id] === undefined
    ? problem("jmap.cannotUnsend", 200)
    : reply;
}

/** How the server is told to keep it for a while (RFC 4865). */
export function hold(at: Date | number): Record<string, string> {
  return typeof at === "number" ? { HOLDFOR: String(at) } : { HOLDUNTIL: utc(at) };
}

/** The email is in this mailbox, and no draft any more. */
function isSent(sent: Id): Record<string, unknown> {
  return { mailboxIds: { [sent]: true }, "keywords/$draft": null };
}

export function created(reply: Reply<WasSet>): Reply<Id> {
  if (reply.kind === "problem") {
    return reply;
  }
  const id = reply.value.created?.["sent"]?.id;
  const error = reply.value.notCreated?.["sent"];
  return id === undefined
    ? problem(`jmap.${error?.type ?? "serverFail"}`, 200)
    : { kind: "ok", value: id };
}
