/**
 * Hears of changes as they happen (RFC 8620 section 7.3). What is not heard is asked for: after each
 * connection anew, and now and then while there is none.
 */
import type { Id } from "../jmap.ts";

/** The states of an account's types. */
export type StateChange = {
  readonly changed: Readonly<Record<Id, Readonly<Record<string, string>>>>;
};

export type Push = { readonly close: () => void };

export type Heard = {
  readonly changed: (accounts: readonly Id[]) => void;
  /** Anything may have changed: nobody was listening for a while. */
  readonly connected: () => void;
};

const POLL_MS = 60_000;

/** A server that says nothing at all for so long is not there any more; it pings each 30 s. */
const SILENCE_MS = 75_000;

const FIRST_WAIT_MS = 1_000;

/** What browsers have, as far as it is needed. */
export interface Source {
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export function listen(open: () => Source, heard: Heard): Push {
  let source: Source | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  let closed = false;

  function after(ms: number, work: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
  }

  function connect(): void {
    const own = open();
    source = own;
    after(SILENCE_MS, again);
    own.addEventListener("open", () => {
      wait = FIRST_WAIT_MS;
      alive(own);
      heard.connected();
    });
    own.addEventListener("ping", () => alive(own));
    own.addEventListener("state", (event) => {
      alive(own);
      heard.changed(accountsOf(event.data));
    });
    // A browser gives up after some errors: whether this was one of those, it is begun anew.
    own.addEventListener("error", () => own === source && again());
  }

  function alive(own: Source): void {
    if (own === source) {
      after(SILENCE_MS, again);
    }
  }

  function again(): void {
    source?.close();
    source = undefined;
    if (!closed) {
      after(wait, () => {
        heard.connected();
        connect();
      });
      wait = Math.min(POLL_MS, wait * 2);
    }
  }

  connect();
  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}

function accountsOf(data: string): Id[] {
  try {
    return Object.keys((JSON.parse(data) as StateChange).changed);
  } catch {
    return [];
  }
}
