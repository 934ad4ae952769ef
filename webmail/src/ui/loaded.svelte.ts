/** What is got from the server for a part of a page. */
import type { Problem, Reply } from "../core/api.ts";
import { keepingFocus } from "./focus.ts";

export type Loaded<T> = ReturnType<typeof loaded<T>>;

/** One thing. What was there stays while it is got anew. */
export function loaded<T>(get: () => Promise<Reply<T>>) {
  let value = $state.raw<T>();
  let problem = $state.raw<Problem>();
  let asked = 0;

  return {
    get value() {
      return value;
    },
    get problem() {
      return problem;
    },
    async load(): Promise<void> {
      const own = ++asked;
      const reply = await get();
      if (own !== asked) {
        return; // a later question has been asked: its answer counts
      }
      await keepingFocus(() => {
        problem = reply.kind === "problem" ? reply.problem : undefined;
        value = reply.kind === "ok" ? reply.value : value;
      });
    },
  };
}

export type Listed<T> = ReturnType<typeof listed<T>>;

/** A list that comes in parts. */
export function listed<T>(
  get: (after: string | undefined) => Promise<Reply<{ items: readonly T[]; next?: string }>>,
) {
  let items = $state.raw<readonly T[]>();
  let next = $state.raw<string>();
  let problem = $state.raw<Problem>();
  let busy = $state(false);
  let asked = 0;

  async function part(after: string | undefined): Promise<void> {
    const own = ++asked;
    busy = true;
    const reply = await get(after);
    if (own !== asked) {
      return;
    }
    busy = false;
    await keepingFocus(() => {
      problem = reply.kind === "problem" ? reply.problem : undefined;
      if (reply.kind === "ok") {
        items = after === undefined ? reply.value.items : [...(items ?? []), ...reply.value.items];
        next = reply.value.next || undefined;
      }
    });
  }

  return {
    get items() {
      return items;
    },
    get problem() {
      return problem;
    },
    get busy() {
      return busy;
    },
    get hasMore() {
      return next !== undefined;
    },
    load: () => part(undefined),
    more: () => part(next),
  };
}
