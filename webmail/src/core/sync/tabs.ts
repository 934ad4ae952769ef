/**
 * The tabs in which somebody has their mail open: one of them talks with the server about what has
 * changed and what was done, and tells the others. When it is closed another one goes on.
 */
import type { Delta } from "./mirror.ts";
import type { Op } from "./pending.ts";
import type { Outcome } from "./round.ts";

export type Message =
  | { readonly kind: "did"; readonly op: Op }
  | { readonly kind: "tookBack"; readonly ids: readonly string[] }
  | {
      readonly kind: "round";
      readonly delta: Delta;
      readonly outcomes: readonly Outcome[];
    }
  | { readonly kind: "syncWanted" };

export type Tabs = {
  readonly isLeader: boolean;
  readonly tell: (message: Message) => void;
  readonly close: () => void;
};

export type Hears = {
  readonly lead: () => void;
  readonly hear: (message: Message) => void;
};

/**
 * @param name of what is led; tabs of the same name are together
 */
export function tabs(name: string, hears: Hears): Tabs {
  const channel = new BroadcastChannel(name);
  let isLeader = false;
  let release: (() => void) | undefined;
  channel.addEventListener("message", (event) => hears.hear(event.data as Message));
  const closed = new AbortController();
  navigator.locks
    .request(name, { signal: closed.signal }, () => {
      isLeader = true;
      hears.lead();
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    })
    .catch(() => undefined); // closed while it waited for its turn
  return {
    get isLeader() {
      return isLeader;
    },
    tell: (message) => {
      if (!closed.signal.aborted) {
        channel.postMessage(message);
      }
    },
    close: () => {
      isLeader = false;
      closed.abort();
      release?.();
      channel.close();
    },
  };
}

/** A tab by itself, where the browser knows no locks. */
export function alone(hears: Hears): Tabs {
  queueMicrotask(hears.lead);
  return { isLeader: true, tell: () => undefined, close: () => undefined };
}
