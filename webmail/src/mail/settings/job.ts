/** Jobs that a part of the settings begins: how far they are is told, and what they did is undone. */
import { type Bulk, bulk } from "../../core/mail/bulk.ts";
import { number, t, why } from "../../ui/words.ts";
import type { Desk } from "../desk.svelte.ts";

/** @param said what was done, to so many emails */
export async function follow(
  desk: Desk,
  what: Bulk,
  said: (done: number) => string,
): Promise<void> {
  const { send, account, toasts } = desk;
  const progress = toasts.progress();
  const reply = await bulk(send, account.id, what, {
    told: ({ done, total }) =>
      progress.say(t("jobs.running", number(done), number(Math.max(done, total)))),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  progress.close();
  await account.sync();
  if (reply.kind === "problem") {
    toasts.fail(t("failed.deed", why(reply.problem)));
    return;
  }
  const { done, undoId } = reply.value;
  if (undoId === null || what.type === "undo") {
    toasts.say(said(done));
  } else {
    toasts.did(said(done), () => void takeBack(desk, undoId));
  }
}

export function takeBack(desk: Desk, undoOf: string): Promise<void> {
  return follow(desk, { type: "undo", undoOf }, () => t("did.undone"));
}
