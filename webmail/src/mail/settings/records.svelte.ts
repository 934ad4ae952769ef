/** What the server keeps of one type, as a part of the settings shows and changes it. */
import type { Problem, Reply } from "../../core/api.ts";
import { get, type WasSet } from "../../core/jmap/calls.ts";
import { type Change, change } from "../../core/jmap/records.ts";
import type { Id } from "../../core/jmap.ts";
import { keepingFocus } from "../../ui/focus.ts";
import { t, why } from "../../ui/words.ts";
import type { Desk } from "../desk.svelte.ts";

type Kept = { readonly id: Id };

export type Records<T extends Kept> = ReturnType<typeof records<T>>;

export function records<T extends Kept>(desk: Desk, type: string) {
  const { send, account, toasts } = desk;
  let items = $state.raw<readonly T[]>();
  let failed = $state.raw<Problem>();
  /** An answer that comes after something else was done is of yesterday. */
  let nth = 0;

  async function load(): Promise<void> {
    const own = ++nth;
    const [reply] = await send(get<T>(type, account.id, null));
    if (own !== nth) {
      return;
    }
    await keepingFocus(() => {
      failed = reply.kind === "problem" ? reply.problem : undefined;
      items = reply.kind === "ok" ? reply.value.list : items;
    });
  }

  /** Shows at once what it comes to, and is as before when the server does not take it. */
  async function set(
    what: Change & Readonly<Record<string, unknown>>,
    meanwhile: readonly T[] | undefined = items,
  ): Promise<Reply<WasSet>> {
    const before = items;
    const own = ++nth;
    await keepingFocus(() => {
      items = meanwhile;
    });
    const reply = await change(send, type, account.id, what);
    if (own === nth) {
      items = reply.kind === "problem" ? before : items;
      await load();
    }
    return reply;
  }

  function told(reply: Reply<unknown>): void {
    if (reply.kind === "problem") {
      toasts.fail(t("failed.deed", why(reply.problem)));
    }
  }

  return {
    get items() {
      return items;
    },
    get problem() {
      return failed;
    },
    load,
    set,
    told,
    /** Makes one, or changes one; answers with its id. */
    async save(id: Id | undefined, values: object): Promise<Reply<Id>> {
      const reply = await set(
        id === undefined ? { create: { made: values } } : { update: { [id]: values } },
      );
      return reply.kind === "problem"
        ? reply
        : { kind: "ok", value: id ?? reply.value.created?.["made"]?.id ?? "" };
    },
    /** Changes a little, at once. */
    async patch(id: Id, values: Partial<T>): Promise<void> {
      const next = items?.map((one) => (one.id === id ? { ...one, ...values } : one));
      told(await set({ update: { [id]: values } }, next));
    },
    /**
     * Removes one, which can be taken back.
     *
     * @param values what it is made of again
     */
    async remove(item: T, name: string, values: object): Promise<void> {
      const next = items?.filter((one) => one.id !== item.id);
      const reply = await set({ destroy: [item.id] }, next);
      told(reply);
      if (reply.kind === "ok") {
        toasts.did(t("removed", name), () => void set({ create: { made: values } }).then(told));
      }
    },
  };
}

/** What is wrong, for a form: a whole sentence. */
export function refused(reply: Reply<unknown>): Problem | undefined {
  return reply.kind === "problem" ? wrongly("settings.refused", why(reply.problem)) : undefined;
}

/** What a field says of itself. */
export function wrongly(key: string, ...args: string[]): Problem {
  return { status: 200, key, args };
}

/** What was typed and not saved can be had again. */
export function left(desk: Desk, before: unknown, now: unknown, again: () => void): void {
  if (JSON.stringify(before) !== JSON.stringify(now)) {
    desk.toasts.did(t("settings.left"), again);
  }
}
