/** Sends what was written; for a while it can be taken back, which the server sees to. */
import type { Reply } from "../api.ts";
import { set } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Id } from "../jmap.ts";
import type { Draft } from "./draft.ts";
import { created, hold } from "./scheduled.ts";

/** The server holds it some seconds longer than the page offers to take it back. */
export const LONGER_S = 3;

export type Sent = { readonly submissionId: Id; readonly emailId: Id };

export type Boxes = { readonly drafts: Id; readonly sent: Id };

/**
 * Saves what was written last, and hands it in.
 *
 * @param at when it is sent, or for how many seconds the page offers to take it back
 */
export async function send(
  calls: Send,
  accountId: Id,
  draft: Draft,
  boxes: Boxes,
  at: Date | number,
): Promise<Reply<Sent>> {
  const saved = await draft.save();
  if (saved.kind === "problem") {
    return saved;
  }
  const emailId = saved.value;
  const { identityId, from, to, cc, bcc, about } = draft.text;
  const rcptTo = [...to, ...cc, ...bcc].map(({ email }) => ({ email, parameters: null }));
  const later = typeof at !== "number";
  const parameters = hold(later ? at : at + LONGER_S);
  const create = {
    identityId,
    emailId,
    envelope: { mailFrom: { email: from.email, parameters }, rcptTo },
  };
  const [reply, marked] = await calls(
    set("EmailSubmission", accountId, {
      // What is sent later is moved by the server, when its time has come.
      create: { sent: later ? { ...create, sentMailboxId: boxes.sent } : create },
      ...(later ? {} : { onSuccessUpdateEmail: { "#sent": moved(boxes) } }),
    }),
    set("Email", accountId, {
      update: about === null ? {} : { [about.id]: { [`keywords/${about.keyword}`]: true } },
    }),
  );
  void marked; // that what was answered is marked so is not worth a word when it fails
  const submission = created(reply);
  return submission.kind === "problem"
    ? submission
    : { kind: "ok", value: { submissionId: submission.value, emailId } };
}

function moved({ drafts, sent }: Boxes): Record<string, true | null> {
  return {
    [`mailboxIds/${drafts}`]: null,
    [`mailboxIds/${sent}`]: true,
    "keywords/$draft": null,
  };
}

/**
 * Takes it back: it is a draft again.
 *
 * @return false when it is on its way already
 */
export async function takeBack(
  calls: Send,
  accountId: Id,
  { submissionId, emailId }: Sent,
  boxes: Boxes,
): Promise<boolean> {
  const [reply] = await calls(
    set("EmailSubmission", accountId, {
      update: { [submissionId]: { undoStatus: "canceled" } },
    }),
  );
  if (reply.kind === "problem" || reply.value.updated?.[submissionId] === undefined) {
    return false;
  }
  const [back] = await calls(
    set("Email", accountId, {
      update: {
        [emailId]: {
          [`mailboxIds/${boxes.sent}`]: null,
          [`mailboxIds/${boxes.drafts}`]: true,
          "keywords/$draft": true,
        },
      },
    }),
  );
  return back.kind === "ok";
}
