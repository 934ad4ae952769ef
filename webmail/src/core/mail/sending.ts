/** Sends what was written; for a while it can be taken back, which the server sees to. */
import { problem, type Reply } from "../api.ts";
import { set, type WasSet } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Id } from "../jmap.ts";
import type { Draft } from "./draft.ts";

/** The server holds it some seconds longer than the page offers to take it back. */
const LONGER_S = 3;

export type Sent = { readonly submissionId: Id; readonly emailId: Id };

export type Boxes = { readonly drafts: Id; readonly sent: Id };

/**
 * Saves what was written last, and hands it in.
 *
 * @param undoSeconds for how long the page offers to take it back
 */
export async function send(
  calls: Send,
  accountId: Id,
  draft: Draft,
  boxes: Boxes,
  undoSeconds: number,
): Promise<Reply<Sent>> {
  const saved = await draft.save();
  if (saved.kind === "problem") {
    return saved;
  }
  const emailId = saved.value;
  const { identityId, from, to, cc, bcc, about } = draft.text;
  const rcptTo = [...to, ...cc, ...bcc].map(({ email }) => ({ email, parameters: null }));
  const parameters = { HOLDFOR: String(undoSeconds + LONGER_S) };
  const [reply, marked] = await calls(
    set("EmailSubmission", accountId, {
      create: {
        sent: {
          identityId,
          emailId,
          envelope: { mailFrom: { email: from.email, parameters }, rcptTo },
        },
      },
      onSuccessUpdateEmail: {
        "#sent": {
          [`mailboxIds/${boxes.drafts}`]: null,
          [`mailboxIds/${boxes.sent}`]: true,
          "keywords/$draft": null,
        },
      },
    }),
    set("Email", accountId, {
      update: about === null ? {} : { [about.id]: { [`keywords/${about.keyword}`]: true } },
    }),
  );
  void marked; // that what was answered is marked so is not worth a word when it fails
  return submitted(reply, emailId);
}

function submitted(reply: Reply<WasSet>, emailId: Id): Reply<Sent> {
  if (reply.kind === "problem") {
    return reply;
  }
  const submissionId = reply.value.created?.["sent"]?.id;
  const error = reply.value.notCreated?.["sent"];
  return submissionId === undefined
    ? problem(`jmap.${error?.type ?? "serverFail"}`, 200)
    : { kind: "ok", value: { submissionId, emailId } };
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
