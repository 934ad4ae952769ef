import type { Problem } from "../core/api.ts";
import { t } from "../ui/words.ts";
import type { Desk } from "./desk.svelte.ts";

/** What is taken away: where, how it is called, and the words of the question. */
export type Removal = {
  readonly at: string;
  readonly name: string;
  readonly text: string;
  readonly go: string;
  /** The page to go to when it is gone. */
  readonly back: string;
};

/** Takes something away for good, once its name was typed; returns what kept it from that. */
export async function remove(desk: Desk, one: Removal): Promise<Problem | undefined> {
  const { at, name, text, go, back } = one;
  if (!(await desk.confirm({ title: t("remove.title", name), text, go, typed: name }))) {
    return undefined;
  }
  const reply = await desk.act("DELETE", at);
  if (reply.kind === "ok") {
    desk.say(t("removed", name));
    desk.go(back);
  }
  return reply.kind === "problem" ? reply.problem : undefined;
}
