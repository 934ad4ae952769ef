/** Objects of a type that are made, changed and removed; one that is refused is a problem. */
import { problem, type Reply } from "../api.ts";
import type { Id } from "../jmap.ts";
import { type SetError, set, type WasSet } from "./calls.ts";
import type { Send } from "./client.ts";

export type Change = {
  readonly create?: Readonly<Record<string, object>>;
  readonly update?: Readonly<Record<Id, object>>;
  readonly destroy?: readonly Id[];
};

export async function change(
  send: Send,
  type: string,
  accountId: Id,
  what: Change & Readonly<Record<string, unknown>>,
): Promise<Reply<WasSet>> {
  const [reply] = await send(set(type, accountId, what));
  const error = reply.kind === "ok" ? refusal(reply.value) : undefined;
  return error === undefined
    ? reply
    : problem(`jmap.${error.type}`, 200, error.description ?? "", (error.properties ?? []).join());
}

function refusal(was: WasSet): SetError | undefined {
  return [was.notCreated, was.notUpdated, was.notDestroyed].flatMap((errors) =>
    Object.values(errors ?? {}),
  )[0];
}
